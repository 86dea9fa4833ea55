/* Draws the charts of a paper as SVG. ECharts measures words, and remembers for good what it measured: a chart waits
   for the fonts of its own words. `drawn` is fulfilled when all stand, and says what kept one from it. */
(function () {
  "use strict";
  async function draw(box) {
    const option = JSON.parse(box.dataset.chart);
    await document.fonts.load(`14px ${option.textStyle.fontFamily}`, box.dataset.chart);
    const chart = window.echarts.init(box, null, { renderer: "svg" });
    chart.setOption(option);
    chart.getZr().flush();
  }
  window.drawn = Promise.all([...document.querySelectorAll("[data-chart]")].map(draw)).then(() => null);
})();
