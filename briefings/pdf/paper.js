/* Draws the charts of a paper as SVG, at once. */
(function () {
  "use strict";
  document.querySelectorAll("[data-chart]").forEach((box) => {
    const chart = window.echarts.init(box, null, { renderer: "svg" });
    chart.setOption(JSON.parse(box.dataset.chart));
    chart.getZr().flush();
  });
})();
