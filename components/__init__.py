"""What readers see: views, tile, filter bar, shell, number formats and the EChart component.

Dash looks for a component's scripts on the top-level package of its class, hence ``_js_dist`` here.
"""

from __future__ import annotations

__version__ = "1.0.0"

#: First the chart library (a build of the parts that the views use), then the component.
_js_dist = [
    {"relative_package_path": "echart/echarts.min.js", "namespace": "components"},
    {"relative_package_path": "echart/formats.js", "namespace": "components"},
    {"relative_package_path": "echart/options.js", "namespace": "components"},
    {"relative_package_path": "echart/chart.js", "namespace": "components"},
    {"relative_package_path": "echart/echart.js", "namespace": "components"},
    {"relative_package_path": "filterbar/filterform.js", "namespace": "components"},
    {"relative_package_path": "markup/markup.js", "namespace": "components"},
    {"relative_package_path": "sheet/sheet.js", "namespace": "components"},
]
_css_dist: list[dict[str, str]] = []
