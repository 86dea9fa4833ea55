/* The page's one signal that everything is painted: <html data-ready="true">.
   True after three quiet looks in a row: no tile loading, no callback under way, every chart drawn. */
(function () {
  "use strict";
  const root = document.documentElement;
  const LOOK_MS = 60;
  let quiet = 0;
  let pending = 0;

  const send = window.fetch;
  window.fetch = function (...request) {
    const [input] = request;
    const url = typeof input === "string" ? input : (input instanceof Request && input.url) || "";
    if (!url.includes("_dash-update-component")) return send.apply(this, request);
    pending += 1;
    return send.apply(this, request).finally(function () {
      pending -= 1;
    });
  };

  function painted() {
    if (pending > 0 || !document.getElementById("content")) return false;
    if (document.querySelector("[aria-busy='true'], ._dash-loading, [data-dash-is-loading='true']")) return false;
    if (!document.querySelector("#content h1")) return false;
    const charts = document.querySelectorAll(".echart");
    for (const chart of charts) {
      if (!chart.hasAttribute("data-rendered") && chart.clientWidth > 0) return false;
    }
    return true;
  }

  function look() {
    quiet = painted() ? quiet + 1 : 0;
    const now = quiet >= 3 ? "true" : "false";
    if (root.dataset.ready !== now) root.dataset.ready = now;
  }

  /* A new address: what is painted now belongs to the page before. */
  function restart() {
    quiet = 0;
    root.dataset.ready = "false";
  }

  (window.cockpit = window.cockpit || /** @type {Cockpit} */ ({})).unready = restart;
  window.addEventListener("popstate", restart);
  window.addEventListener("_dashprivate_pushstate", restart);
  restart();
  setInterval(look, LOOK_MS);
})();
