/* A scene on the stage: built from its data, patched tile by tile when the data change, ended whole. */
(function () {
  "use strict";
  const { wall, cockpit } = window;
  const shownTabs = new Map(); // which of a panel's tiles is shown, kept when the scene changes

  function element(tag, name, ...inside) {
    const node = document.createElement(tag);
    if (name) node.className = name;
    node.append(...inside);
    return node;
  }
  wall.element = element;

  function icon(name) {
    const sign = element("span", `icon icon-${name}`);
    sign.setAttribute("aria-hidden", "true");
    return sign;
  }

  wall.button = function (name, label, act) {
    const node = element("button", `wall-button ${name}`, icon(name));
    node.type = "button";
    node.title = label;
    node.setAttribute("aria-label", label);
    node.addEventListener("click", act);
    return node;
  };

  /* A place that holds one tile at a time; a new tile is painted behind the old one, then shown. A tile that
     can't be drawn leaves the last good picture only where it answered the same question. */
  function place(holder, options) {
    const own = { holder, hash: "", asked: "", drawn: null, turn: 0 };
    own.put = async function (tile, asked) {
      if (!tile || tile.hash === own.hash) return;
      if (!tile.ok && own.drawn && own.asked === asked) return;
      Object.assign(own, { hash: tile.hash, asked });
      const turn = (own.turn += 1);
      const next = cockpit.draw(holder, tile.tree, options);
      shortenRemarks(next.node);
      await cockpit.painted(next.node);
      if (turn !== own.turn) return next.end();
      const last = own.drawn;
      own.drawn = next;
      next.show();
      wall.fit(next.node);
      if (last) last.end();
      if (own.after) own.after();
    };
    own.end = () => {
      own.turn += 1;
      if (own.drawn) own.drawn.end();
    };
    return own;
  }

  /* What a tile says under its title stands short beside it here: up to when its data go, and what it covers
     where it doesn't follow the chosen district. What concerns some of its figures only stays in full. */
  function shortenRemarks(node) {
    const row = node.querySelector(".tile > .tile-remarks");
    const title = node.querySelector(".tile-title");
    node.querySelectorAll(".not-applied").forEach(markWhole);
    const late = row && row.querySelector(".late-source");
    const found = late && /^(其中.+：)?.*?截至(?:(\d+)年)?(\d+月\d+日)/.exec(late.title);
    if (found) late.textContent = `${found[1] || ""}截至${found[2] && found[2] !== wall.year ? `${found[2]}年` : ""}${found[3]}`;
    if (!title || title.closest("[data-panel=lights]")) return void (row && coverFirst(row, title));
    const whole = row && row.querySelector(".whole-mark");
    if (found && !found[1]) title.append(late);
    if (whole) title.append(whole);
    if (row && !row.children.length) row.remove();
  }

  /* Four lights have no title of their own: what they cover leads their remarks, beside the
     heading where the panel has one. */
  function coverFirst(row, title) {
    const covers = title && title.querySelector(".tile-period");
    if (covers) row.prepend(covers);
    const heading = row.closest(".panel").querySelector(".pillar");
    if (!heading) return;
    heading.querySelectorAll(".tile-remarks").forEach((last) => last.remove());
    heading.append(row);
  }

  /* “未适用：区” on a wall of a district: the tile is of the whole city. */
  function markWhole(node) {
    const labels = node.textContent.split("：")[1].split("、");
    node.title = `${node.textContent}；这里是全部的数字`;
    node.textContent = labels.map((label) => (label === "区" ? "全市" : `全部${label}`)).join("、");
    node.className = "whole-mark";
  }

  wall.resetTabs = () => shownTabs.clear();

  function tabs(given, choose) {
    const row = element("div", "panel-tabs");
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", "切换指标");
    given.forEach((word, index) => {
      const button = element("button", "panel-tab", word);
      button.type = "button";
      button.addEventListener("click", () => choose(index));
      row.append(button);
    });
    const mark = (index) => [...row.children].forEach((b, i) => b.setAttribute("aria-pressed", String(i === index)));
    return { row, mark };
  }

  function buildPanel(scene, given) {
    const node = element("section", "panel");
    node.dataset.panel = given.key;
    node.style.flexGrow = given.size;
    if (given.pillar) node.append(element("h2", "pillar", given.pillar));
    const body = element("div", "panel-body");
    const onPick = given.map ? (hit) => scene.pickDistrict(hit) : undefined;
    const own = { given, node, place: place(body, { onPick }), tile: () => given.tiles[shownTabs.get(given.key) || 0] };
    const row = given.tabs.length > 1 && tabs(given.tabs, (index) => {
      shownTabs.set(given.key, index);
      own.put(scene.data);
    });
    if (row) body.append(row.row);
    own.put = function (data) {
      if (row) row.mark(shownTabs.get(given.key) || 0);
      return own.place.put(data.tiles[own.tile()], own.tile() + JSON.stringify(data.chosen));
    };
    body.append(wall.button("expand", "放大这一块", () => scene.spotlight(own)));
    node.append(body);
    return own;
  }

  function buildLanes(scene, lanes) {
    return lanes.map((lane) => {
      const node = element("div", "lane");
      node.style.flexGrow = lane.size;
      for (const given of lane.panels) {
        const panel = buildPanel(scene, given);
        scene.panels.push(panel);
        node.append(panel.node);
      }
      return node;
    });
  }

  /* A new scene in `stage`, not shown yet. `handlers`: pickDistrict(hit), spotlight(panel). */
  wall.buildScene = function (stage, data, handlers) {
    wall.year = (data.head.date || "").slice(0, 4);
    const node = element("div", `scene is-waiting kind-${data.kind}`);
    const scene = { node, data, panels: [], ...handlers };
    node.dataset.scene = data.scene;
    if (data.figures) {
      const strip = element("div", "figures");
      scene.figures = place(strip);
      node.append(strip);
    }
    const area = element("div", "lanes");
    area.append(...buildLanes(scene, data.lanes));
    node.append(area);
    stage.append(node);
    scene.put = (latest) => put(scene, latest);
    scene.end = () => end(scene);
    scene.refit = () => scene.panels.forEach((panel) => panel.place.drawn && wall.fit(panel.place.drawn.node));
    return scene;
  };

  /* Every tile that changed is drawn anew; fulfilled when all are painted. */
  async function put(scene, latest) {
    scene.data = latest;
    const jobs = scene.panels.map((panel) => panel.put(latest));
    if (scene.figures) jobs.push(scene.figures.put(latest.tiles.figures, JSON.stringify(latest.chosen)));
    await Promise.all(jobs);
    scene.refit(); // what came last may have changed the room of what came first
  }

  function end(scene) {
    scene.panels.forEach((panel) => panel.place.end());
    if (scene.figures) scene.figures.end();
    scene.node.remove();
  }

  wall.place = place;
})();
