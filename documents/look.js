/* What a careful reader finds wrong with a page before it is kept as a picture: [{tile, what}], best empty. */
(() => {
  const found = [];
  const seen = (node) => node.getClientRects().length > 0;

  function tileOf(node) {
    const place = node.closest("[data-panel], .tile-slot, .tile, .tile-bare, section[aria-label]");
    const named = place && (place.matches("[aria-label]") ? place : place.querySelector("[aria-label]"));
    const title = place && place.querySelector(".tile-title");
    return (title && title.firstChild.textContent) || (named && named.getAttribute("aria-label")) || "页面";
  }

  function note(selector, what) {
    for (const node of document.querySelectorAll(selector)) {
      if (seen(node)) found.push({ tile: tileOf(node), what: what || [...node.querySelectorAll("p")].map((p) => p.textContent).join("：") || node.textContent });
    }
  }

  note(".state-error");
  note(".stale-note, .stale-badge, .bar-broken, .stage-message, .sheet-lost");
  note(".skeleton, .state-loading, [aria-busy='true'], .tile-slot.is-old", "还在读取");

  function unpainted(chart) {
    const state = chart.getAttribute("data-rendered");
    if (state !== "true") return chart.getAttribute("data-message") || "图没有画出";
    const drawing = chart.querySelector("svg");
    if (drawing) return [...drawing.querySelectorAll("path, circle, polygon, polyline, ellipse, text")].some((mark) => !mark.closest("defs, clipPath")) ? "" : "图是空的";
    const canvas = chart.querySelector("canvas");
    if (!canvas || !canvas.width) return "图是空的";
    const points = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    return points.some((part) => part) ? "" : "图是空的";
  }

  for (const chart of document.querySelectorAll(".echart")) {
    const what = seen(chart) && unpainted(chart);
    if (what) found.push({ tile: tileOf(chart), what });
  }
  for (const graph of document.querySelectorAll(".js-plotly-plot")) {
    if (seen(graph) && !graph.querySelector(".main-svg path, .main-svg rect")) found.push({ tile: tileOf(graph), what: "图是空的" });
  }
  for (const picture of document.images) {
    if (seen(picture) && !(picture.complete && picture.naturalWidth)) found.push({ tile: tileOf(picture), what: "图片没有载入" });
  }
  return found;
})
