/* The wall: shows scenes, follows the data, answers touch and keys, and comes back by itself. */
(function () {
  "use strict";
  const { wall, cockpit } = window;
  const { element } = wall;
  const CLOCK_MS = 1000;
  const asked = wall.asked();
  const root = document.documentElement;
  const state = { scene: asked.scene, chosen: asked.chosen, layer: null, turn: 0, lit: 0, busy: 0, offset: 0, edition: null, painted: null, refreshes: 0, errors: 0 };
  const kept = new Map(); // the last good data of each scene, for the carousel while the server is away

  const calm = cockpit.still();
  cockpit.still = () => true; // a chart is painted behind the one that shows: nobody would see it grow

  const now = () => new Date(Date.now() + state.offset);
  const dwell = () => (wall.config.scenes.find((one) => one.key === state.scene) || { dwell: 30 }).dwell;
  window.addEventListener("error", () => (state.errors += 1));
  window.addEventListener("unhandledrejection", () => (state.errors += 1));

  /* ── the page ── */
  const content = document.getElementById("content");
  const stage = element("main", "stage");
  const head = wall.buildHead({ show: (key) => show(key), pause: () => pause(!carousel.paused), full, all: () => choose(asked.chosen), desk: () => window.top.location.assign(wall.config.prefix) });
  const scenes = element("div", "scenes");
  const feed = wall.feedLine();
  stage.append(head.node, scenes, feed.node);
  content.append(stage);

  function fitStage() {
    const size = wall.measure();
    root.dataset.kind = size.kind;
    root.classList.toggle("is-flow", size.flow);
    Object.assign(stage.style, size.flow
      ? { width: "", height: "", transform: "" }
      : { width: `${size.width}px`, height: `${size.height}px`, transform: size.scale === 1 ? "" : `scale(${size.scale})` });
    return size.kind;
  }

  /* ── readiness: what waits for it may take the picture ── */
  async function working(job) {
    state.busy += 1;
    root.dataset.ready = "false";
    try {
      return await job();
    } finally {
      state.busy -= 1;
      if (!state.busy) settled();
    }
  }

  async function settled() {
    await document.fonts.ready;
    if (state.busy || !state.layer) return;
    state.painted = now().toISOString();
    root.dataset.ready = "true";
    renewal.ready();
  }

  /* ── scenes ── */
  const key = (scene, chosen) => `${scene} ${wall.measure().kind} ${JSON.stringify(chosen)}`;

  async function load(scene, chosen) {
    try {
      const data = await (wall.first || wall.fetchScene(scene, chosen));
      if (!Object.keys(chosen).length) kept.set(key(scene, chosen), data);
      state.away = !data.head.live;
      return data;
    } catch (problem) {
      const last = kept.get(key(scene, chosen));
      if (!last) throw problem;
      state.away = true;
      return last;
    } finally {
      wall.first = null;
    }
  }

  function handlers() {
    return { pickDistrict, spotlight: (panel) => spotlight(panel) };
  }

  function show(scene = state.scene, chosen = state.chosen) {
    const turn = (state.turn += 1);
    return working(async () => {
      let data;
      try {
        data = await load(scene, chosen);
      } catch (problem) {
        return refuse(String(problem.message || problem));
      }
      if (turn !== state.turn) return;
      const same = state.layer && state.layer.data.scene === data.scene && state.layer.data.kind === data.kind;
      if (!same) await change(data, turn);
      else await state.layer.put(data);
      if (turn !== state.turn) return;
      Object.assign(state, { scene, chosen, edition: data.head.edition, refreshes: state.refreshes + 1 });
      await after(data);
    });
  }

  /* The next scene is painted behind the last; the very first one shows at once, tile by tile. */
  async function change(data, turn) {
    if (spot) spot.close(); // its panel belongs to the scene that goes
    const last = state.layer;
    const next = wall.buildScene(scenes, data, handlers());
    if (!last) {
      state.layer = next;
      next.node.classList.remove("is-waiting");
      if (next.figures && !calm) next.figures.after = () => (state.counting = wall.countUp(next.node));
    }
    await next.put(data);
    await state.counting;
    if (next.figures) next.figures.after = null;
    if (turn !== state.turn) {
      if (state.layer !== next) next.end(); // a later scene has taken its place, or will
      return;
    }
    if (last) last.end();
    state.layer = next;
    state.lit = 0;
    next.node.classList.remove("is-waiting");
    carousel.restart();
  }

  async function after(data) {
    head.data(data.head);
    head.mark(state.away);
    head.scene(data.scene);
    head.chosen(data.chosen);
    message("");
    await feed.place.put(data.tiles.feed);
    feed.show(now());
    pinCard();
    const query = new URLSearchParams(window.location.search);
    ["district", "department", "as_of"].forEach((name) => (state.chosen[name] ? query.set(name, state.chosen[name]) : query.delete(name)));
    query.set("scene", state.scene);
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

  function refuse(reason) {
    head.mark(true);
    if (!state.layer) message(`暂时没有可以显示的内容：${reason}。恢复后会自动显示。`);
  }

  function step(by) {
    const keys = wall.config.scenes.map((one) => one.key);
    return show(keys[(keys.indexOf(state.scene) + by + keys.length) % keys.length]);
  }

  /* ── choosing a district, highlights ── */
  function choose(chosen) {
    return show(state.scene, { ...chosen });
  }

  function pickDistrict(hit) {
    const code = hit.data && hit.data.key;
    if (!code) return true;
    if (state.chosen.district === code) openDetail(hit.data.href);
    else choose({ ...state.chosen, district: code });
    return true;
  }

  const maps = () => state.layer.panels.filter((panel) => panel.given.map);

  function pinCard() {
    for (const panel of maps()) {
      const chosen = state.chosen.district;
      const option = panel.place.drawn && panel.place.drawn.boxes[0] && panel.place.drawn.boxes[0].props.option;
      const data = option ? option.series.flatMap((series) => series.data) : [];
      wall.districtCard(panel, chosen && data.find((one) => one.key === chosen), { detail: openDetail, all: () => choose(asked.chosen) });
    }
  }

  function light() {
    state.lit += 1;
    feed.next(now());
    for (const panel of state.layer ? state.layer.panels.filter((one) => one.given.highlight) : []) {
      if (panel.given.map && state.chosen.district) continue;
      const datum = wall.lightUp(panel, state.lit - 1);
      if (panel.given.map) wall.districtCard(panel, datum, null);
    }
  }

  function darken() {
    if (!state.layer) return;
    state.layer.panels.filter((one) => one.given.highlight).forEach(wall.darken);
    pinCard();
  }

  /* ── what lies over the wall ── */
  let detail = null;
  let spot = null;

  function openDetail(href) {
    if (!href) return;
    detail = detail || wall.openDetail(stage, () => (detail = null));
    working(() => detail.open(href));
  }

  function spotlight(panel) {
    if (spot) return spot.close();
    spot = wall.openSpotlight(stage, panel, () => (spot = null));
  }

  function closeOver() {
    if (detail) detail.close();
    else if (spot) spot.close();
    else if (state.chosen.district !== asked.chosen.district) choose(asked.chosen);
  }

  cockpit.go = (href) => {
    if (wall.isDrill(href)) openDetail(href);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const title = event.target.closest(".tile-title");
    if (link) {
      event.preventDefault();
      cockpit.go(link.getAttribute("href"));
    } else if (title) {
      const more = title.parentElement.querySelector("a.more-link");
      if (more) cockpit.go(more.getAttribute("href"));
    }
  });

  /* ── keys and touch ── */
  const keys = {
    ArrowRight: () => step(1),
    ArrowLeft: () => step(-1),
    " ": () => pause(!carousel.paused),
    f: full,
    F: full,
    Escape: closeOver,
  };

  function full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else root.requestFullscreen().catch(() => {}); // refused where the browser forbids it: nothing is lost
  }

  function pause(paused) {
    carousel.paused = paused;
    head.paused(paused);
  }

  function touched() {
    if (!document.body.classList.contains("is-awake")) darken();
    document.body.classList.add("is-awake");
    carousel.touch();
  }

  document.addEventListener("keydown", (event) => {
    touched();
    const typing = event.target.matches("input, textarea, select") && event.key !== "Escape";
    const pressing = event.key === " " && event.target.matches("button, summary, a");
    const act = keys[event.key];
    if (!act || typing || pressing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
  for (const kind of ["pointerdown", "pointermove", "wheel"]) document.addEventListener(kind, touched, { passive: true });

  let swipe = null;
  document.addEventListener("pointerdown", (event) => (swipe = event.pointerType === "touch" && !detail ? [event.clientX, event.clientY] : null));
  document.addEventListener("pointerup", (event) => {
    const [x, y] = swipe || [event.clientX, event.clientY];
    swipe = null;
    const [dx, dy] = [event.clientX - x, event.clientY - y];
    if (Math.abs(dx) > window.innerWidth / 8 && Math.abs(dx) > 2 * Math.abs(dy)) step(dx < 0 ? 1 : -1);
  });

  function idle() {
    document.body.classList.remove("is-awake");
    if (detail) detail.close();
    if (spot) spot.close();
    if (JSON.stringify(state.chosen) !== JSON.stringify(asked.chosen)) choose(asked.chosen);
  }

  /* ── alive ── */
  const carousel = wall.startCarousel({ dwell, next: () => step(1), light, idle, paused: asked.hold });
  head.paused(carousel.paused);

  const renewal = wall.startRenewal(() => {
    pulse.end();
    carousel.end();
    clearInterval(clock);
    clearTimeout(night);
    if (state.layer) state.layer.end();
    stage.remove();
  });
  let night = setTimeout(nightly, wall.untilTime(wall.config.reloadAt, Date.now()));
  function nightly() {
    renewal.now();
    night = setTimeout(nightly, 86400000); // where the new wall could not be painted: tomorrow again
  }

  const pulse = wall.startPulse({
    look: () => ({
      name: asked.name || null,
      scene: state.scene,
      edition: state.edition,
      release: wall.config.release,
      painted_at: state.painted,
      size: `${window.screen.width}x${window.screen.height}`,
      refreshes: state.refreshes,
      errors: state.errors,
    }),
    async heard(answer) {
      state.offset = Date.parse(answer.now) - Date.now();
      head.mark(!answer.live);
      if (answer.release !== wall.config.release) renewal.release();
      if (!answer.edition || answer.edition === state.edition) return;
      await show();
      if (detail) openDetail(detail.href); // a detail never shows another version than the wall behind it
    },
    silent: () => head.mark(true),
  });

  const clock = setInterval(() => head.tick(now()), CLOCK_MS);
  head.tick(now());

  let kind = fitStage();
  window.addEventListener("resize", () => {
    const latest = fitStage();
    if (latest !== kind) show();
    else if (state.layer) state.layer.refit();
    feed.show(now());
    kind = latest;
  });

  /* Draw everything anew, as after a publication (for tests of long running). */
  wall.redraw = () => {
    for (const panel of state.layer.panels) panel.place.hash = "";
    if (state.layer.figures) state.layer.figures.hash = "";
    return show();
  };
  wall.state = state;

  /* Charts measure their words: a font that came later would draw everything twice. */
  const weights = [400, 500, 700].map((weight) => document.fonts.load(`${weight} 16px "Noto Sans SC"`, "数"));
  Promise.allSettled(weights).then(() => show()).then(() => pulse.beat());
})();
