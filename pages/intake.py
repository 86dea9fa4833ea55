"""数据采集 ``/intake``: deliver files, look at what they change, publish, and take it back."""

import dash

from components.intake.page import TITLE, layout

dash.register_page(__name__, path="/intake", title=TITLE, name=TITLE, layout=layout)
