/* A tile's chart as a picture: drawn anew on a canvas at twice its size, with what makes it readable alone. */
(function () {
  "use strict";
  const SCALE = 2;
  const EDGE = 28;
  const FONT = '"Noto Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif';

  function wrapped(pen, text, width) {
    const lines = [""];
    for (const letter of text) {
      if (pen.measureText(lines[lines.length - 1] + letter).width > width) lines.push("");
      lines[lines.length - 1] += letter;
    }
    return lines.filter(Boolean);
  }

  function chartsOf(tile) {
    const nodes = [...tile.querySelectorAll(".echart")];
    return nodes.map((node) => [...window.cockpit.charts].find((chart) => chart.getDom() === node)).filter(Boolean);
  }

  /* The chart as it is shown, on a canvas of its own. */
  function copy(chart, done) {
    const box = document.createElement("div");
    const size = { width: chart.getWidth(), height: chart.getHeight() };
    const own = window.echarts.init(box, null, { renderer: "canvas", devicePixelRatio: SCALE, ...size });
    own.on("finished", () => {
      done(own.getRenderedCanvas({ pixelRatio: SCALE }), size);
      own.dispose();
    });
    own.setOption({ ...chart.getOption(), animation: false, tooltip: [] });
  }

  /* What stands around small charts: their names and values, and the legend with its marks' colours. */
  function written(pen, box, from) {
    pen.textBaseline = "middle";
    for (const word of box.querySelectorAll(".multiple-name > *, .line-legend li > span")) {
      const at = word.getBoundingClientRect();
      const [x, y] = [at.left - from.left, at.top - from.top + at.height / 2];
      const style = getComputedStyle(word);
      if (word.classList.contains("line-mark")) {
        pen.fillStyle = style.backgroundColor;
        pen.beginPath();
        pen.arc(x + at.width / 2, y, at.width / 2, 0, 2 * Math.PI);
        pen.fill();
      } else {
        pen.fillStyle = "#0F2346";
        pen.font = `${style.fontWeight} ${style.fontSize} ${FONT}`;
        pen.fillText(word.textContent, x, y);
      }
    }
  }

  /* Small charts beside each other as one picture, each where it stands on the page. */
  function together(charts, box, done) {
    const from = box.getBoundingClientRect();
    const size = { width: from.width, height: from.height };
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: size.width * SCALE, height: size.height * SCALE });
    const pen = canvas.getContext("2d");
    pen.scale(SCALE, SCALE);
    written(pen, box, from);
    let left = charts.length;
    for (const chart of charts) {
      const at = chart.getDom().getBoundingClientRect();
      copy(chart, (picture, own) => {
        pen.drawImage(picture, at.left - from.left, at.top - from.top, own.width, own.height);
        left -= 1;
        if (!left) done(canvas, size);
      });
    }
  }

  function facts() {
    return [...document.querySelectorAll(".page-facts > *")].map((one) => one.textContent.trim()).filter(Boolean);
  }

  function compose(picture, size, menu) {
    const canvas = document.createElement("canvas");
    const width = size.width + 2 * EDGE;
    const pen = canvas.getContext("2d");
    pen.font = `13px ${FONT}`;
    const notes = [...wrapped(pen, menu.dataset.filters ? `条件：${menu.dataset.filters}` : "", size.width), ...wrapped(pen, facts().join("　"), size.width)];
    const height = 64 + size.height + 16 + 20 * notes.length + EDGE;
    Object.assign(canvas, { width: width * SCALE, height: height * SCALE });
    pen.scale(SCALE, SCALE);
    pen.fillStyle = "#FFFFFF";
    pen.fillRect(0, 0, width, height);
    pen.fillStyle = "#0F2346";
    pen.font = `700 18px ${FONT}`;
    const unit = menu.dataset.unit ? `（单位：${menu.dataset.unit}）` : "";
    pen.fillText(menu.dataset.title + unit, EDGE, 42, size.width);
    pen.drawImage(picture, EDGE, 64, size.width, size.height);
    pen.fillStyle = "#52627A";
    pen.font = `13px ${FONT}`;
    notes.forEach((line, index) => pen.fillText(line, EDGE, 64 + size.height + 30 + 20 * index));
    return canvas;
  }

  function save(canvas, name) {
    canvas.toBlob((blob) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = `${name}.png`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    }, "image/png");
  }

  function name(menu) {
    const mark = document.querySelector(".page-facts .demo-badge") ? "_演示数据" : "";
    return menu.dataset.title.replace(/[\\/:*?"<>|]/g, "、") + mark;
  }

  document.addEventListener("click", (event) => {
    const item = /** @type {HTMLElement} */ (event.target).closest(".export-item");
    if (!item) return;
    const menu = item.closest("details");
    menu.open = false;
    if (item.dataset.action !== "picture") return;
    const tile = menu.closest(".tile");
    const charts = chartsOf(tile);
    const box = tile.querySelector(".multiples-view");
    const figure = tile.querySelector(".plot-figure");
    const done = (picture, size) => save(compose(picture, size, menu), name(menu));
    if (figure) window.cockpit.figures.picture(figure, SCALE).then(({ picture, size }) => done(picture, size));
    else if (box && charts.length) together(charts, box, done);
    else if (charts.length) copy(charts[0], done);
  });
})();
