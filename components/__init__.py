"""What readers see: views, tile, filter bar, shell, number formats and the EChart component.

Dash looks for a component's scripts on the top-level package of its class, hence ``_js_dist`` here.
"""

from __future__ import annotations

from typing import Any

__version__ = "1.0.0"

#: First the chart library (a build of the parts that the views use), then the component.
_js_dist: list[dict[str, Any]] = [
    {"relative_package_path": "echart/echarts.min.js", "namespace": "components"},
    {"relative_package_path": "echart/formats.js", "namespace": "components"},
    {"relative_package_path": "echart/options.js", "namespace": "components"},
    {"relative_package_path": "echart/chart.js", "namespace": "components"},
    {"relative_package_path": "echart/echart.js", "namespace": "components"},
    {"relative_package_path": "figure/words.js", "namespace": "components"},
    {"relative_package_path": "figure/choosing.js", "namespace": "components"},
    {"relative_package_path": "figure/figure.js", "namespace": "components"},
    {"relative_package_path": "figure/picture.js", "namespace": "components"},
    {"relative_package_path": "filterbar/filterform.js", "namespace": "components"},
    {"relative_package_path": "explore/picker.js", "namespace": "components"},
    {"relative_package_path": "markup/markup.js", "namespace": "components"},
    {"relative_package_path": "sheet/sheet.js", "namespace": "components"},
    # Served, but named by no page: a figure that is shown asks for it.
    {"relative_package_path": "figure/plotly.min.js", "namespace": "components", "dynamic": True},
]
_css_dist: list[dict[str, str]] = []
