/* What lies over the wall: a figure's detail (drill-down), and one panel alone on the whole stage. */
(function () {
  "use strict";
  const { wall, cockpit } = window;
  const { element, button } = wall;
  const DRILL = "/drill";
  const ORDER = ["figure", "siblings", "parts", "rows"];

  function isDrill(href) {
    return new URL(href, window.location.href).pathname.endsWith(DRILL);
  }

  async function fetchDetail(href) {
    const query = new URL(href, window.location.href).search;
    return wall.fetch(`screen/detail${query}`, {}, 60);
  }

  function trailOf(body) {
    const list = element("ol", "trail");
    if (body.trail.length < 2) return list;
    for (const step of body.trail) {
      const name = step.href ? element("a", "", step.name) : element("span", "", step.name);
      if (step.href) name.href = step.href;
      else name.setAttribute("aria-current", "page");
      list.append(element("li", "", name));
    }
    return list;
  }

  function sheet(name, label) {
    const node = element("div", `over ${name}`);
    node.setAttribute("role", "dialog");
    node.setAttribute("aria-modal", "true");
    node.setAttribute("aria-label", label);
    node.tabIndex = -1;
    return node;
  }

  /* The detail over `stage`; `closed` is called when it goes. */
  wall.openDetail = function (stage, closed) {
    const own = { node: sheet("detail", "明细"), drawn: [], turn: 0 };
    const from = /** @type {HTMLElement} */ (document.activeElement);

    function clear() {
      own.drawn.forEach((one) => one.end());
      own.drawn = [];
      own.node.replaceChildren();
    }

    function head(title, trail, up) {
      const back = button("back", "返回上一级", () => own.open(up));
      const shut = button("close", "关闭明细", own.close);
      const words = element("div", "over-words", element("h2", "", title), trail);
      return element("header", "over-head", ...(up ? [back] : []), words, shut);
    }

    function fill(body) {
      const grid = element("div", "over-tiles");
      own.node.append(head(body.title, trailOf(body), body.up), element("p", "over-lead", body.lead), grid);
      for (const name of ORDER.filter((one) => body.tiles[one])) {
        const holder = element("div", `over-tile over-${name}`);
        grid.append(holder);
        const drawn = cockpit.draw(holder, body.tiles[name].tree);
        own.drawn.push(drawn);
        drawn.show();
      }
    }

    function refuse(reason) {
      own.node.append(head("明细", element("p", "", ""), null), element("p", "over-lead", reason));
    }

    own.open = async function (href) {
      const turn = (own.turn += 1);
      own.node.setAttribute("aria-busy", "true");
      let found = { ok: false, body: { error: "连接中断，明细暂时无法打开；大屏仍显示最近一次的数据" } };
      try {
        found = await fetchDetail(href);
      } catch (_) { /* said in words below */ }
      if (turn !== own.turn) return;
      clear();
      own.href = href;
      if (found.ok) fill(found.body);
      else refuse(found.body.error || "明细暂时无法打开");
      await cockpit.painted(own.node);
      own.node.removeAttribute("aria-busy");
      own.node.focus({ preventScroll: true });
    };

    own.close = function () {
      own.turn += 1;
      clear();
      own.node.remove();
      closed(); // what lay behind takes the focus again only from here on
      if (from && from.isConnected) from.focus({ preventScroll: true });
    };

    own.node.addEventListener("submit", (event) => {
      event.preventDefault();
      const query = new URLSearchParams(/** @type {any} */ (new FormData(/** @type {HTMLFormElement} */ (event.target))));
      own.open(`${DRILL}?${query}`);
    });
    stage.append(own.node);
    return own;
  };

  /* One panel alone on the stage (presenter mode), larger; it goes back to its place when closed. */
  wall.openSpotlight = function (stage, panel, calm, closed) {
    const node = sheet("spotlight", "放大");
    const own = { node };
    const stand = document.createComment("");
    const from = /** @type {HTMLElement} */ (document.activeElement);
    panel.node.before(stand);
    const said = [...panel.node.querySelectorAll(".pillar .tile-remarks")].map((one) => one.cloneNode(true));
    const pillar = panel.given.pillar ? [element("p", "over-pillar", panel.given.pillar), ...said] : [];
    const refit = () => panel.place.drawn && wall.fit(panel.place.drawn.node);
    own.close = function () {
      stopTurning();
      stand.replaceWith(panel.node);
      node.remove();
      refit();
      closed();
      if (from && from.isConnected) from.focus({ preventScroll: true });
    };
    const shut = button("close", "还原", own.close);
    node.append(element("header", "over-head", ...pillar, shut), panel.node);
    stage.append(node);
    refit();
    const stopTurning = calm ? () => {} : wall.turnPages(node);
    own.refit = refit;
    node.focus({ preventScroll: true });
    return own;
  };

  wall.isDrill = isDrill;
})();
