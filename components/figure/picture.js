/* A figure as a picture. Text is painted by itself: an image of SVG would not find the page's fonts. */
(function () {
  "use strict";
  const { figures } = window.cockpit;
  const NO_TEXT = "<style>text{display:none}</style>";

  async function shapes(node, size) {
    const { data, layout } = node;
    const url = await window.Plotly.toImage({ data, layout }, { format: "svg", ...size });
    const picture = new Image();
    picture.src = url.replace("%3C%2Fsvg%3E", encodeURIComponent(NO_TEXT) + "%3C%2Fsvg%3E");
    await picture.decode();
    return picture;
  }

  /* Lines of one text element, where they stand. */
  function linesOf(text) {
    const lines = [...text.querySelectorAll("tspan.line")];
    return lines.length ? lines : [text];
  }

  function write(pen, node, scale) {
    const from = node.getBoundingClientRect();
    for (const text of node.querySelectorAll(".main-svg text")) {
      const style = getComputedStyle(text);
      if (text.closest(".modebar") || style.visibility === "hidden" || !text.textContent.trim()) continue;
      pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      pen.fillStyle = style.fill;
      pen.textAlign = { middle: "center", end: "right" }[style.textAnchor] || "left";
      const at = text.getScreenCTM();
      pen.setTransform(at.a * scale, at.b * scale, at.c * scale, at.d * scale, (at.e - from.left) * scale, (at.f - from.top) * scale);
      for (const line of linesOf(text)) {
        const place = (name) => (line[name] && line[name].baseVal.length ? line[name].baseVal[0].value : text[name].baseVal.length ? text[name].baseVal[0].value : 0);
        const lower = line.dy && line.dy.baseVal.length ? line.dy.baseVal[0].value : 0;
        pen.fillText(line.textContent, place("x"), place("y") + lower);
      }
    }
    pen.setTransform(1, 0, 0, 1, 0, 0);
  }

  /* The figure as it is shown, on a canvas `scale` times its size. */
  figures.picture = async function (node, scale) {
    const size = { width: node.clientWidth, height: node.clientHeight };
    const picture = document.createElement("canvas");
    Object.assign(picture, { width: size.width * scale, height: size.height * scale });
    const pen = picture.getContext("2d");
    pen.drawImage(await shapes(node, size), 0, 0, picture.width, picture.height);
    write(pen, node, scale);
    return { picture, size };
  };
})();
