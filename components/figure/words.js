/* What Plotly says, in Chinese, and its axes in 万 and 亿 by the one formatter. */
(function () {
  "use strict";
  const { formats } = window.cockpit;
  const figures = (window.cockpit.figures = window.cockpit.figures || {});

  const MONTHS = "一二三四五六七八九".split("").concat("十", "十一", "十二").map((n) => n + "月");
  const SHORT = MONTHS.map((_, n) => n + 1 + "月");
  const DAYS = "日一二三四五六".split("");

  figures.locale = {
    moduleType: "locale",
    name: "zh-CN",
    dictionary: {
      "Box Select": "框选：只看选中的",
      "Zoom": "缩放：拖出要放大的范围",
      "Pan": "平移",
      "Reset axes": "恢复原来的范围",
      "Zoom in": "放大",
      "Zoom out": "缩小",
      "Autoscale": "自动缩放",
      "Double-click to zoom back out": "双击恢复原来的范围",
      "Double-click on legend to isolate one trace": "双击图例只看这一项",
      "Click to enter Plot title": "",
      "max:": "最大：",
      "q3:": "上四分位：",
      "median:": "中位数：",
      "q1:": "下四分位：",
      "min:": "最小：",
      "upper fence:": "上界：",
      "lower fence:": "下界：",
      "mean:": "平均：",
    },
    format: {
      days: DAYS.map((d) => "星期" + d),
      shortDays: DAYS.map((d) => "周" + d),
      months: MONTHS,
      shortMonths: SHORT,
      date: "%Y-%m-%d",
    },
  };

  /* Steps of 1, 2 or 5 times a power of ten, at most `most` of them. */
  function steps([low, high], most, whole) {
    const rough = Math.abs(high - low) / most || 1;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((n) => n * power).find((one) => one >= rough - power * 1e-9);
    const apart = whole ? Math.max(1, step) : step;
    const first = Math.ceil(Math.min(low, high) / apart - 1e-9);
    const last = Math.floor(Math.max(low, high) / apart + 1e-9);
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => (first + n) * apart);
  }

  const WHOLE = /^(?!%|TB|工作日|单).+/;

  /* The ticks of a value axis under its present range. */
  figures.ticks = function (range, unit, room) {
    const values = steps(range, Math.max(2, Math.min(6, Math.floor(room / 64))), WHOLE.test(unit));
    const words = values.map((v) => formats.number(v, unit).text.replace(/\.0$/, "") + (unit === "%" ? "%" : ""));
    return { tickvals: values, ticktext: words };
  };

  /* Every category's words, or every second, third …, so that they keep apart. */
  figures.thinned = function (labels, room, apart) {
    const every = Math.max(1, Math.ceil((labels.length * apart) / Math.max(1, room)));
    const shown = labels.map((_, n) => n).filter((n) => n % every === 0);
    return { tickvals: shown, ticktext: shown.map((n) => labels[n]) };
  };
})();
