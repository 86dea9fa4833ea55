/* The carousel: scenes one after another, within them districts or departments; paused, it stays. */
(function () {
  "use strict";
  const { wall } = window;

  const TICK_MS = 1000;

  /* A reader who paused it and went away doesn't stop it for ever. */
  const FORGOTTEN_MS = 600000;

  /* `next()` shows the next scene, `light()` the next district or department, `news()` the next items of the
     feed, `idle()` ends a visit, `resume()` hears that a forgotten pause is over. `held`: paused from the start. */
  wall.startCarousel = function ({ dwell, next, light, news, idle, resume, held }) {
    const clock = () => performance.now(); // a wall clock may be set back
    const own = { paused: held, visited: 0 };
    let shown = clock();
    let lit = clock();
    let pausedAt = clock();

    function leave(now) {
      own.visited = 0;
      shown = lit = now;
      idle();
    }

    function tick() {
      const now = clock();
      if (own.visited && now - own.visited >= wall.config.idle * 1000) leave(now);
      if (own.visited) return;
      if (own.paused && !held && now - pausedAt >= FORGOTTEN_MS) {
        own.paused = false;
        resume();
      }
      if (own.paused) return;
      if (now - shown >= dwell() * 1000) {
        shown = lit = now;
        next();
      } else if (now - lit >= wall.config.highlight * 1000) {
        lit = now;
        light();
        news();
      }
    }

    const timer = setInterval(tick, TICK_MS);
    own.touch = () => (own.visited = pausedAt = clock());
    own.pause = (paused) => {
      own.paused = paused;
      pausedAt = clock();
    };
    own.restart = () => (shown = lit = clock());
    own.end = () => clearInterval(timer);
    return own;
  };

  /* Light up one member of a panel after another; answers its datum on a map, null elsewhere. */
  wall.lightUp = function (panel, index) {
    const drawn = panel.place.drawn;
    if (!drawn) return null;
    const chart = panel.given.map ? drawn.charts()[0] : null;
    if (chart) return lightDistrict(chart, index);
    wall.darken(panel);
    const rows = [...drawn.node.querySelectorAll(".light-row:not(.light-head):not([hidden])")];
    if (rows.length) rows[index % rows.length].classList.add("is-lit");
    return null;
  };

  /* ECharts takes an emphasis back by the name of its area only: what is lit is remembered by chart. */
  const lit = new WeakMap();

  function emphasise(chart, name) {
    const last = lit.get(chart);
    if (last) chart.dispatchAction({ type: "downplay", geoIndex: 0, name: last });
    if (name) chart.dispatchAction({ type: "highlight", geoIndex: 0, name });
    lit.set(chart, name);
  }

  function lightDistrict(chart, index) {
    const data = districts(chart);
    if (!data.length) return null;
    const datum = data[index % data.length];
    emphasise(chart, datum.name);
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
    if (panel.given.map && drawn.charts()[0]) emphasise(drawn.charts()[0], null);
  };
})();
