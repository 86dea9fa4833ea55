/* Lists in a panel don't scroll: rows without room are left out, and the list says how many. Enlarged, a panel
   shows all it has, as large as there is room, and is turned page by page where that is not enough. */
(function () {
  "use strict";
  const LISTS = ".light-rows, .data-table tbody, .feed, .sentences";
  const PAGE_MS = 8000;

  function rowsOf(list) {
    return [...list.children].filter((row) => !row.matches(".light-head"));
  }

  function fitList(list, bottom) {
    const rows = rowsOf(list);
    rows.forEach((row) => (row.hidden = false));
    const over = rows.filter((row) => row.getBoundingClientRect().bottom > bottom + 1);
    over.forEach((row) => (row.hidden = true));
    return over.length;
  }

  /* `total` rows are behind the list in all, where its pager says so. */
  function said(node, hidden) {
    const pager = node.querySelector(".pager-total");
    const total = pager && Number((/共 ([\d,]+) 行/.exec(pager.textContent) || [])[1]?.replace(/,/g, ""));
    const list = node.querySelector(LISTS);
    return total ? total - rowsOf(list).filter((row) => !row.hidden).length : hidden;
  }

  /* Where rows must end: above the row of totals, which always shows, and above what says how many are left out. */
  function bottomOf(body, list) {
    const foot = list.closest("table") && list.closest("table").tFoot;
    const around = body.getBoundingClientRect();
    const scale = around.height / (body.offsetHeight || 1);
    const free = parseFloat(getComputedStyle(body).paddingBottom) * scale;
    return around.bottom - free - (foot ? foot.getBoundingClientRect().height : 0);
  }

  /* Sentences are set as large as all of them fit, within limits; below, the last ones are left out. */
  const SIZES = [28, 26, 24, 22, 20];
  const LARGE = [40, 36, 32, 28];

  function fitRows(body, list) {
    const bottom = bottomOf(body, list);
    if (!list.matches(".sentences")) return fitList(list, bottom);
    for (const size of SIZES) {
      body.style.setProperty("--sentence", `${size}px`);
      if (!fitList(list, bottom)) return 0;
    }
    return fitList(list, bottom);
  }

  function fitSmall(node, body, list) {
    body.removeAttribute("data-hidden");
    if (!fitRows(body, list) && !said(node, 0)) return;
    body.dataset.hidden = "…"; // room for the words is taken from the rows
    const rest = said(node, fitRows(body, list));
    if (rest > 0) body.dataset.hidden = rest;
    else body.removeAttribute("data-hidden");
  }

  /* ── enlarged ── */
  const ROWS = { least: 30, most: 60, chart: 46 };

  function room(body, count, most) {
    const row = Math.max(ROWS.least, Math.min(most, Math.floor(body.clientHeight / Math.max(1, count))));
    return row * count > body.clientHeight ? Math.min(most, ROWS.least + 10) : row;
  }

  function enlarge(body, list) {
    body.removeAttribute("data-hidden");
    for (const chart of body.querySelectorAll(".echart[data-rows]")) {
      const count = Number(chart.dataset.rows);
      const row = room(body, count, ROWS.chart);
      chart.style.setProperty("--chart-row", `${row}px`);
      chart.style.minHeight = `${row * count + 4}px`;
    }
    if (!list) return;
    const rows = rowsOf(list);
    rows.forEach((one) => (one.hidden = false));
    body.style.setProperty("--row", `${room(body, rows.length, ROWS.most)}px`);
    if (!list.matches(".sentences")) return;
    for (const size of LARGE) {
      body.style.setProperty("--sentence", `${size}px`);
      if (body.scrollHeight <= body.clientHeight + 1) return;
    }
  }

  function reduce(body) {
    for (const chart of body.querySelectorAll(".echart[data-rows]")) {
      chart.style.removeProperty("--chart-row");
      chart.style.minHeight = "";
    }
    body.style.removeProperty("--row");
    body.scrollTop = 0;
  }

  /* Fit every list of a tile that is open to view into the tile's body; on the stage alone, show all of it. */
  window.wall.fit = function (node) {
    const body = node.querySelector(".tile-body");
    if (!body) return;
    const list = [...body.querySelectorAll(LISTS)].find((one) => !one.closest(".tile-data"));
    if (node.closest(".spotlight")) return void enlarge(body, list);
    reduce(body);
    if (document.documentElement.classList.contains("is-flow")) return; // what scrolls leaves nothing out
    if (list) fitSmall(node, body, list);
  };

  /* Turn the pages of what is enlarged until a reader does so himself; answers how to stop. */
  window.wall.turnPages = function (node) {
    function turn() {
      const body = node.querySelector(".drawn:not(.is-waiting) .tile-body");
      if (!body || body.scrollHeight <= body.clientHeight + 2) return;
      const last = body.scrollTop + body.clientHeight >= body.scrollHeight - 2;
      body.scrollTo({ top: last ? 0 : body.scrollTop + body.clientHeight * 0.9, behavior: "smooth" });
    }
    const timer = setInterval(turn, PAGE_MS);
    const stop = () => clearInterval(timer);
    for (const kind of ["pointerdown", "wheel", "keydown"]) node.addEventListener(kind, stop, { passive: true });
    return stop;
  };
})();
