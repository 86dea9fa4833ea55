/* The carousel: scenes one after another, within them districts or departments; paused, it stays. */
(function () {
  "use strict";
  const { wall } = window;

  const TICK_MS = 1000;

  /* `next()` shows the next scene, `light()` the next district or department, `idle()` ends a visit. */
  wall.startCarousel = function ({ dwell, next, light, idle, paused }) {
    const own = { paused, visited: 0, shown: Date.now(), lit: Date.now() };

    function tick() {
      const now = Date.now();
      if (own.visited && now - own.visited >= wall.config.idle * 1000) {
        own.visited = 0;
        own.shown = own.lit = now;
        idle();
      }
      if (own.visited || own.paused) return;
      if (now - own.shown >= dwell() * 1000) {
        own.shown = own.lit = now;
        next();
      } else if (now - own.lit >= wall.config.highlight * 1000) {
        own.lit = now;
        light();
      }
    }

    const timer = setInterval(tick, TICK_MS);
    own.touch = () => (own.visited = Date.now());
    own.restart = () => (own.shown = own.lit = Date.now());
    own.end = () => clearInterval(timer);
    return own;
  };

  /* Light up one member of a panel after another; answers its datum on a map, null elsewhere. */
  wall.lightUp = function (panel, index) {
    const drawn = panel.place.drawn;
    if (!drawn) return null;
    const chart = panel.given.map ? drawn.charts()[0] : null;
    if (chart) return lightDistrict(chart, index);
    const rows = [...drawn.node.querySelectorAll(".light-row:not(.light-head):not([hidden])")];
    rows.forEach((row, n) => row.classList.toggle("is-lit", rows.length > 0 && n === index % rows.length));
    return null;
  };

  function lightDistrict(chart, index) {
    const data = districts(chart);
    if (!data.length) return null;
    const datum = data[index % data.length];
    chart.dispatchAction({ type: "downplay", geoIndex: 0 });
    chart.dispatchAction({ type: "highlight", geoIndex: 0, name: datum.name });
    return datum;
  }

  /* The districts of a map, the largest value first. */
  function districts(chart) {
    const series = (chart.getOption().series || [])[0];
    return [...((series && series.data) || [])].sort((a, b) => (Number(b.value) || 0) - (Number(a.value) || 0));
  }

  wall.darken = function (panel) {
    const drawn = panel.place.drawn;
    if (!drawn) return;
    drawn.node.querySelectorAll(".is-lit").forEach((row) => row.classList.remove("is-lit"));
    if (panel.given.map && drawn.charts()[0]) drawn.charts()[0].dispatchAction({ type: "downplay", geoIndex: 0 });
  };
})();
