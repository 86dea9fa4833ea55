/* Lists on a wall don't scroll: rows without room are left out, and the list says how many. */
(function () {
  "use strict";
  const LISTS = ".light-rows, .data-table tbody, .feed, .sentences";

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

  /* Where rows must end: above the row of totals, which always shows. */
  function bottomOf(body, list) {
    const foot = list.closest("table") && list.closest("table").tFoot;
    return body.getBoundingClientRect().bottom - (foot ? foot.getBoundingClientRect().height : 0);
  }

  /* Sentences are set as large as all of them fit, within limits; below, the last ones are left out. */
  const SIZES = [28, 26, 24, 22, 20];

  function fitSentences(body, list) {
    const bottom = body.getBoundingClientRect().bottom;
    for (const size of SIZES) {
      body.style.setProperty("--sentence", `${size}px`);
      if (!fitList(list, bottom)) return 0;
    }
    return fitList(list, bottom);
  }

  /* Fit every list of a tile that is open to view into the tile's body. */
  window.wall.fit = function (node) {
    const body = node.querySelector(".tile-body");
    if (document.documentElement.classList.contains("is-flow")) return; // what scrolls leaves nothing out
    const list = body && [...body.querySelectorAll(LISTS)].find((one) => !one.closest(".tile-data"));
    if (!list) return;
    const hidden = list.matches(".sentences") ? fitSentences(body, list) : fitList(list, bottomOf(body, list));
    const rest = said(node, hidden);
    if (rest > 0) body.dataset.hidden = rest;
    else delete body.dataset.hidden;
  };
})();
