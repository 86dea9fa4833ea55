/* The scenes on the stage: loads, shows and follows them, with the district that a reader chose. */
(function () {
  "use strict";
  const { wall } = window;
  const { element } = wall;
  const asked = wall.asked();

  const same = (one, two) => JSON.stringify(one) === JSON.stringify(two);

  /* `head` shows the state, `stage` holds the scenes; `detail(href)` and `spotlight(panel)` open what lies over;
     `painted()` is called when everything stands. */
  wall.startPlayer = function ({ stage, head, now, calm, detail, spotlight, before, painted }) {
    const own = { scene: asked.scene, chosen: asked.chosen, layer: null, edition: null, painted: null, away: false, busy: 0, refreshes: 0 };
    const holder = element("div", "scenes");
    const feed = wall.feedLine(now);
    stage.append(holder, feed.node);
    const kept = new Map(); // the last good data of each scene, for the carousel while the server is away
    const lit = new Map(); // how far the highlights of a panel have come, kept when the scene changes
    let turn = 0;
    let counting = null;

    /* ── readiness: what waits for it may take the picture ── */
    own.working = async function (job) {
      own.busy += 1;
      document.documentElement.dataset.ready = "false";
      try {
        return await job();
      } finally {
        own.busy -= 1;
        if (!own.busy) settled();
      }
    };

    async function settled() {
      await document.fonts.ready;
      if (own.busy || !own.layer) return;
      document.documentElement.dataset.ready = "true";
      painted();
    }

    /* Whether nothing is missing: a wall with a broken tile doesn't take the place of a good one. */
    own.whole = () =>
      !own.away && Object.values(own.layer.data.tiles).every((tile) => tile.ok) && !holder.querySelector("[data-rendered=failed]");

    /* ── data ── */
    const key = (scene, chosen) => `${scene} ${wall.measure().kind} ${JSON.stringify(chosen)}`;

    function first(scene, chosen) {
      const early = wall.first;
      wall.first = null;
      return early && early.scene === scene && early.kind === wall.measure().kind && same(early.chosen, chosen) ? early.job : null;
    }

    async function load(scene, chosen) {
      const place = key(scene, chosen);
      try {
        const data = await (first(scene, chosen) || wall.fetchScene(scene, chosen));
        if (same(chosen, asked.chosen)) kept.set(place, data);
        own.away = !data.head.live;
        return data;
      } catch (problem) {
        if (problem.refused) throw problem;
        own.away = true;
        if (!kept.has(place)) throw problem;
        return kept.get(place);
      }
    }

    /* ── showing ── */
    own.show = function (scene = own.scene, chosen = own.chosen) {
      const mine = (turn += 1);
      return own.working(async () => {
        let data;
        try {
          data = await load(scene, chosen);
        } catch (problem) {
          return mine === turn ? refuse(problem, chosen) : undefined;
        }
        if (mine !== turn) return;
        const stays = own.layer && own.layer.data.scene === data.scene && own.layer.data.kind === data.kind;
        await (stays ? own.layer.put(data) : change(data, () => mine === turn));
        if (mine !== turn) return;
        Object.assign(own, { scene, chosen: known(chosen, data), edition: data.head.edition, refreshes: own.refreshes + 1 });
        await after(data);
        if (data.kind !== wall.measure().kind) own.show();
      });
    };

    /* The reader's choice by code, whatever name the address gave it. */
    function known(chosen, data) {
      const coded = data.chosen.filter((one) => one.code).map((one) => [one.dimension, one.code]);
      return { ...chosen, ...Object.fromEntries(coded) };
    }

    /* The next scene is painted behind the last; the very first one shows at once, tile by tile. */
    async function change(data, wanted) {
      before(); // a panel alone on the stage belongs to the scene that goes
      const last = own.layer;
      const next = wall.buildScene(holder, data, { pickDistrict, spotlight });
      if (!last) {
        own.layer = next;
        next.node.classList.remove("is-waiting");
        if (next.figures && !calm) next.figures.after = () => (counting = wall.countUp(next.node));
      }
      await next.put(data);
      await counting;
      if (next.figures) next.figures.after = null;
      if (!wanted()) {
        if (own.layer !== next) next.end(); // a later scene has taken its place, or will
        return;
      }
      if (last) last.end();
      own.layer = next;
      next.node.classList.remove("is-waiting");
    }

    async function after(data) {
      own.painted = now().toISOString();
      head.data(data.head);
      head.mark(own.away);
      head.scene(data.scene);
      head.chosen(data.chosen.filter((one) => one.dimension !== "as_of" || one.code !== asked.chosen.as_of));
      message("");
      await feed.place.put(data.tiles.feed, JSON.stringify(data.chosen));
      feed.show();
      pinCard();
      head.partly(Boolean(own.layer.node.querySelector(".drawn:not(.is-waiting) .whole-mark")));
      const query = new URLSearchParams(window.location.search);
      query.set("scene", own.scene);
      window.history.replaceState({}, "", `?${query}`);
    }

    function message(text) {
      const last = stage.querySelector(".stage-message");
      if (last) last.remove();
      if (!text) return;
      const node = element("p", "stage-message", text);
      node.setAttribute("role", "alert");
      stage.append(node);
    }

    /* What the server refuses is dropped and said; where it is away, the picture stays. */
    async function refuse(problem, chosen) {
      if (problem.refused && !same(chosen, {})) {
        asked.chosen = {};
        await own.show(own.scene, {});
        message(`${problem.message}。已显示全市。`);
        setTimeout(() => message(""), 15000);
        return;
      }
      head.mark(true);
      const reason = problem.refused ? problem.message : "连接不上服务器";
      if (!own.layer) message(`暂时没有可以显示的内容：${reason}。恢复后会自动显示。`);
    }

    own.step = function (by) {
      const keys = wall.config.scenes.map((one) => one.key);
      return own.show(keys[(keys.indexOf(own.scene) + by + keys.length) % keys.length]);
    };

    /* ── a district for all ── */
    own.choose = (chosen) => own.show(own.scene, chosen);
    own.drop = function (dimension) {
      picked = null;
      const { [dimension]: _, ...rest } = own.chosen;
      return own.choose(rest);
    };
    own.isHome = () => same(own.chosen, asked.chosen);
    own.goHome = () => (own.isHome() ? null : own.choose(asked.chosen));

    /* A second tap means the same district, also while the first one's answer is still on its way; and on a page
       that scrolls the map stays under the finger, whatever came above it. */
    let picked = null;

    function pickDistrict(hit) {
      const code = hit.data && hit.data.key;
      if (!code) return true;
      if (own.chosen.district === code || picked === code) detail(hit.data.href);
      else pick(code);
      return true;
    }

    async function pick(code) {
      const top = () => (holder.querySelector("[data-panel=map]") || holder).getBoundingClientRect().top;
      const before = top();
      picked = code;
      try {
        await own.choose({ ...own.chosen, district: code });
      } finally {
        if (picked === code) picked = null;
      }
      window.scrollBy({ top: top() - before, behavior: "instant" });
    }

    const highlighted = () => (own.layer ? own.layer.panels.filter((panel) => panel.given.highlight) : []);

    function pinCard() {
      for (const panel of own.layer.panels.filter((one) => one.given.map)) {
        const box = panel.place.drawn && panel.place.drawn.boxes[0];
        const data = box ? box.props.option.series.flatMap((series) => series.data) : [];
        const chosen = own.chosen.district && data.find((one) => one.key === own.chosen.district);
        wall.districtCard(panel, chosen, { detail, all: () => own.drop("district") });
      }
    }

    own.light = function () {
      for (const panel of highlighted()) {
        if (panel.given.map && own.chosen.district) continue;
        const index = lit.get(panel.given.key) || 0;
        lit.set(panel.given.key, index + 1);
        const datum = wall.lightUp(panel, index);
        if (panel.given.map) wall.districtCard(panel, datum, null);
      }
    };

    own.darken = function () {
      highlighted().forEach(wall.darken);
      if (own.layer) pinCard();
    };

    /* ── the rest ── */
    own.feed = feed;
    own.refit = () => {
      if (own.layer) own.layer.refit();
      feed.show();
    };
    own.redraw = function () {
      for (const panel of own.layer.panels) panel.place.hash = "";
      if (own.layer.figures) own.layer.figures.hash = "";
      return own.show();
    };
    own.end = function () {
      turn += 1;
      kept.clear();
      if (own.layer) own.layer.end();
      feed.place.end();
    };
    return own;
  };
})();
