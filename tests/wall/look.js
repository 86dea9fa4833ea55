/* What a careful eye finds wrong with a wall: a function that answers lists of remarks, empty where all is well.
   Sizes are CSS pixels of the window, after the stage's scale. */
() => {
  const SLACK = 1.5;
  const flow = document.documentElement.classList.contains("is-flow");
  const stage = document.querySelector(".stage");
  const scale = stage.getBoundingClientRect().width / stage.offsetWidth;
  const over = document.querySelector(".over");
  const root = over || stage;
  const name = (node) => {
    const panel = node.closest("[data-panel]");
    return (panel ? panel.dataset.panel : (node.closest(".bar, .figures, .feed-line, .over") || root).className.split(" ")[0]) + ": ";
  };
  const box = (node) => node.getBoundingClientRect();
  const shown = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }) && !node.closest(".visually-hidden, .is-waiting");
  const inside = (inner, outer, slack) =>
    inner.left >= outer.left - slack && inner.right <= outer.right + slack && inner.top >= outer.top - slack && inner.bottom <= outer.bottom + slack;
  const crossed = (a, b) => [Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)];
  const overlap = (a, b, slack) => crossed(a, b).every((side) => side > slack);

  /* ── panels ── */
  const screen = flow
    ? { left: 0, top: 0, right: innerWidth, bottom: document.documentElement.scrollHeight }
    : { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  const scene = ".scene:not(.is-waiting)";
  const blocks = [...document.querySelectorAll(`.bar, ${scene} .figures, ${scene} .panel, .feed-line`)];
  const places = [];
  for (const one of blocks) {
    if (!inside(box(one), screen, SLACK)) places.push(`${name(one)}outside the screen`);
    if (box(one).width < 60 * scale || box(one).height < 40 * scale) places.push(`${name(one)}no room`);
    for (const other of blocks) {
      if (one !== other && one.compareDocumentPosition(other) === 4 && overlap(box(one), box(other), SLACK)) places.push(`${name(one)}over ${name(other)}`);
    }
  }
  const whole = box(stage);
  if (Math.abs(whole.left) > 1 || Math.abs(whole.top) > 1 || Math.abs(whole.right - innerWidth) > 1) places.push("the stage is not the screen's width");
  if (!flow && Math.abs(whole.bottom - innerHeight) > 1) places.push("the stage is not the screen's height");
  if (document.documentElement.scrollWidth > innerWidth) places.push("the page scrolls sideways");
  const matrix = new DOMMatrix(getComputedStyle(stage).transform);
  if (Math.abs(matrix.a - matrix.d) > 1e-6 || matrix.b || matrix.c) places.push("the stage is stretched");

  /* ── charts ── */
  const charts = [];
  for (const chart of root.querySelectorAll(".drawn:not(.is-waiting) .echart")) {
    if (chart.closest("details:not([open])") || !chart.checkVisibility()) continue;
    const picture = chart.querySelector("svg");
    if (chart.dataset.rendered !== "true" || !picture) charts.push(`${name(chart)}not drawn (${chart.dataset.rendered})`);
    else if (Math.abs(box(picture).width - box(chart).width) > 2 || Math.abs(box(picture).height - box(chart).height) > 2) charts.push(`${name(chart)}another size than its box`);
    else if (picture.querySelectorAll("path, rect, circle").length < 3) charts.push(`${name(chart)}empty`);
  }

  /* ── words ── */
  /* Runs of text: {node, text, box, size}; the box is as high as the letters, not as the line. */
  const words = [];
  const add = (node, text, found, size, line) => {
    const middle = (found.top + found.bottom) / 2;
    const half = size * 0.45;
    words.push({ node, text, line, size, box: { left: found.left, right: found.right, top: middle - half, bottom: middle + half } });
  };
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const node = text.parentElement;
    if (!text.data.trim() || !shown(node) || node.closest("svg, script, style, option")) continue;
    if (over && !over.contains(node)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const size = parseFloat(getComputedStyle(node).fontSize) * scale;
    [...range.getClientRects()].forEach((line, n) => line.width && add(node, text.data.trim(), line, size, n));
  }
  for (const node of root.querySelectorAll(".drawn:not(.is-waiting) .echart svg text")) {
    if (!node.textContent.trim() || !shown(node)) continue;
    add(node, node.textContent, box(node), parseFloat(getComputedStyle(node).fontSize) * scale, 0);
  }
  /* What a list says of rows left out stands in a generated box. */
  for (const node of root.querySelectorAll("[data-hidden]")) {
    const style = getComputedStyle(node, "::after");
    if (style.content === "none" || !shown(node)) continue;
    let around = node;
    while (getComputedStyle(around).position === "static") around = around.parentElement;
    const edge = box(around);
    const [right, top, width, height] = [style.right, style.top, style.width, style.height].map((v) => parseFloat(v) * scale);
    const found = { right: edge.right - right, left: edge.right - right - width, top: edge.top + top, bottom: edge.top + top + height };
    add(node, `另有 ${node.dataset.hidden} 项`, found, parseFloat(style.fontSize) * scale, 0);
  }

  const cut = [];
  const scrolls = (style) => /auto|scroll/.test(style.overflowX + style.overflowY);
  for (const word of words) {
    const home = word.node.closest(".panel-body, .figures, .bar, .feed-line, .pillar, .over, .stage") || stage;
    for (let node = word.node; node && node !== home.parentElement; node = node.parentElement) {
      const style = getComputedStyle(node);
      if (node !== home && style.overflow === "visible") continue;
      if (scrolls(style)) break;
      if (node.namespaceURI.endsWith("svg") && node.tagName !== "svg") continue;
      if (style.display === "inline") continue;
      if (!inside(word.box, box(node), SLACK)) {
        cut.push(`${name(word.node)}“${word.text}” leaves ${node.className.baseVal ?? node.className}`);
        break;
      }
    }
  }
  for (const node of new Set(words.map((word) => word.node))) {
    const style = getComputedStyle(node);
    const hides = style.overflowX === "hidden" || style.overflowX === "clip";
    if (hides && !node.closest("svg") && node.scrollWidth > node.clientWidth + 1) cut.push(`${name(node)}“${node.textContent.trim().slice(0, 30)}” is cut short`);
  }

  const mixed = [];
  for (const [at, one] of words.entries()) {
    for (const other of words.slice(at + 1)) {
      if (one.node === other.node && one.line !== other.line) continue;
      const [x, y] = crossed(one.box, other.box);
      if (x > 2 && y > Math.min(one.size, other.size) * 0.2) mixed.push(`${name(one.node)}“${one.text}” on “${other.text}”`);
    }
  }

  /* ── type and colour ── */
  const small = [];
  const least = (size, wanted, node) => size < wanted - 0.01 && small.push(`${name(node)}${size.toFixed(1)} px: “${node.textContent.trim().slice(0, 20)}”`);
  for (const word of words) least(word.size, 14, word.node);
  for (const node of root.querySelectorAll(".card-value b, .light-count b")) least(parseFloat(getComputedStyle(node).fontSize) * scale, 40, node);

  const colours = (text) => [...text.matchAll(/rgba?\(([^)]+)\)/g)].map((found) => {
    const [r, g, b, a] = found[1].split(/[\s,/]+/).map(Number);
    return [r, g, b, a === undefined ? 1 : a];
  });
  const blend = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const light = (colour) => {
    const [r, g, b] = colour.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, two) => {
    const [low, high] = [light(one), light(two)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  /* Every colour that may lie behind a node: gradients have several. */
  const behind = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      const found = [...colours(style.backgroundImage), ...colours(style.backgroundColor)].filter((c) => c[3] > 0);
      if (found.length) layers.push(found);
      if (found.some((c) => c[3] === 1)) break;
    }
    return layers.reverse().reduce((under, layer) => under.flatMap((low) => layer.map((c) => blend(c, low))), [[10, 20, 36, 1]]);
  };
  const shapeUnder = (word) => {
    const [x, y] = [(word.box.left + word.box.right) / 2, (word.box.top + word.box.bottom) / 2];
    const own = word.node.closest("svg");
    const found = document.elementsFromPoint(x, y).filter((node) => node.closest("svg") === own && /^(path|rect|circle)$/.test(node.tagName));
    const fill = found.map((node) => [colours(getComputedStyle(node).fill)[0], Number(getComputedStyle(node).fillOpacity)]).find(([c]) => c && c[3] > 0);
    return fill ? [...fill[0].slice(0, 3), fill[0][3] * fill[1]] : null;
  };
  const faint = [];
  const seen = new Set();
  for (const word of words) {
    const style = getComputedStyle(word.node);
    const inChart = word.node.namespaceURI.endsWith("svg");
    const after = word.node.dataset.hidden && word.text.startsWith("另有");
    const ink = colours(inChart ? style.fill : after ? getComputedStyle(word.node, "::after").color : style.color)[0];
    const grounds = behind(inChart ? word.node.closest(".echart") : word.node);
    const shape = inChart ? shapeUnder(word) : null;
    for (const ground of grounds) {
      const under = shape ? blend(shape, ground) : ground;
      const ratio = contrast(blend(ink, under), under);
      const remark = `${name(word.node)}${ratio.toFixed(2)}: “${word.text.slice(0, 20)}”`;
      if (ratio < 4.5 && !seen.has(remark)) faint.push(remark);
      seen.add(remark);
    }
  }
  const unique = (list) => [...new Set(list)];
  return { places, charts, cut: unique(cut), mixed: unique(mixed), small: unique(small), faint, words: words.length };
}
