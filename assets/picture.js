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

  function chartOf(tile) {
    const node = tile.querySelector(".echart");
    return node && [...window.cockpit.charts].find((chart) => chart.getDom() === node);
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
    const item = event.target.closest(".export-item");
    if (!item) return;
    const menu = item.closest("details");
    menu.open = false;
    if (item.dataset.action !== "picture") return;
    const chart = chartOf(menu.closest(".tile"));
    if (chart) copy(chart, (picture, size) => save(compose(picture, size, menu), name(menu)));
  });
})();
