/* What moves once: figures count up when the wall first appears; and the card of a district. */
(function () {
  "use strict";
  const { wall, cockpit } = window;
  const { element } = wall;
  const COUNT_MS = 700;
  const ITEM_PX = 860;

  function countTo(node, done) {
    const text = node.textContent;
    const match = /^-?[\d,]+(\.\d+)?/.exec(text);
    if (!match) return;
    const end = Number(match[0].replace(/,/g, ""));
    const digits = (match[1] || ".").length - 1;
    const rest = text.slice(match[0].length);
    const start = performance.now();
    const at = (share) => (end * share).toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
    const step = (now) => {
      const share = Math.min(1, (now - start) / COUNT_MS);
      node.textContent = share < 1 ? at(1 - (1 - share) ** 3) + rest : text;
      if (share < 1 && node.isConnected) requestAnimationFrame(step);
      else done();
    };
    requestAnimationFrame(step);
  }

  /* Every key figure from zero to its value, once; fulfilled when all stand. */
  wall.countUp = function (node) {
    const figures = [...node.querySelectorAll(".card-value b")];
    return Promise.all(figures.map((figure) => new Promise((done) => {
      countTo(figure, done);
      setTimeout(done, COUNT_MS * 2); // a hidden window paints no frames
    })));
  };

  function line(name, text) {
    return element("div", "card-line", element("span", "", name), element("b", "", text));
  }

  /* Whether a district lies in the left half of its map: its card then stands at the right, and never on it. */
  function liesLeft(drawn, datum) {
    const chart = drawn.charts()[0];
    const map = chart && window.echarts.getMap(drawn.boxes[0].props.option.geo.map);
    const area = map && map.geoJSON.features.find((one) => one.properties.name === datum.name);
    const spot = area ? middle(area.geometry.coordinates) : Array.isArray(datum.value) ? datum.value : null;
    return Boolean(spot) && chart.convertToPixel("geo", spot.slice(0, 2))[0] < chart.getWidth() / 2;
  }

  function middle(coordinates) {
    const spots = coordinates.flat(Infinity);
    const [x, y] = [0, 1].map((odd) => spots.filter((_, n) => n % 2 === odd));
    return [x, y].map((all) => (Math.min(...all) + Math.max(...all)) / 2);
  }

  /* The card of a district on the map; `pinned` names what to do where the district is chosen. */
  wall.districtCard = function (panel, datum, pinned) {
    const body = panel.node.querySelector(".panel-body");
    const last = body.querySelector(".district-card");
    if (last) last.remove();
    const drawn = panel.place.drawn;
    if (!datum || !drawn || !drawn.boxes.length) return;
    const unit = drawn.boxes[0].props.option.cockpit.unit;
    const value = Array.isArray(datum.value) ? datum.value[datum.value.length - 1] : datum.value;
    const period = drawn.node.querySelector(".tile-period");
    const name = (period ? period.textContent : "") + drawn.node.querySelector(".tile-title").firstChild.textContent.replace(/分布$/, "");
    const card = element("aside", `district-card${pinned ? " is-pinned" : ""}`, element("h3", "", datum.name), line(name, cockpit.formats.full(value, unit)));
    card.setAttribute("aria-label", datum.name);
    for (const [fact, text] of datum.facts || []) card.append(line(fact, text));
    card.classList.toggle("is-left", !liesLeft(drawn, datum));
    if (pinned) {
      const down = element("button", "card-go", "查看明细");
      down.type = "button";
      down.addEventListener("click", () => pinned.detail(datum.href));
      const all = element("button", "card-go", "返回全市");
      all.type = "button";
      all.addEventListener("click", pinned.all);
      card.append(element("div", "card-ways", down, all));
    }
    body.append(card);
  };

  /* The line of 工作动态 shows as many items as fit side by side, one group after another; a tap on its
     name shows the next ones. */
  wall.feedLine = function (now) {
    const name = element("button", "feed-name", "工作动态");
    name.type = "button";
    name.title = "下一条动态";
    const holder = element("div", "feed-holder");
    const own = { node: element("footer", "feed-line", name, holder), place: wall.place(holder), at: 0, most: 1 };
    const items = () => [...holder.querySelectorAll(".drawn:not(.is-waiting) .feed > li")];
    own.show = function () {
      const all = items();
      own.most = Math.max(1, Math.floor(holder.clientWidth / ITEM_PX));
      if (own.at >= all.length) own.at = 0;
      all.forEach((item, n) => (item.hidden = n < own.at || n >= own.at + own.most));
      for (const time of holder.querySelectorAll("time[datetime]")) {
        time.dataset.words = time.dataset.words || time.textContent;
        const words = wall.relative(time.getAttribute("datetime"), now());
        time.textContent = /天/.test(words) ? words : time.dataset.words;
      }
    };
    own.next = function () {
      own.at += own.most;
      own.show();
    };
    name.addEventListener("click", own.next);
    return own;
  };
})();
