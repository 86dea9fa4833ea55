/* The wall, put together: it shows scenes, follows the data, answers touch and keys, comes back by itself. */
(function () {
  "use strict";
  const { wall, cockpit } = window;
  const { element } = wall;
  const CLOCK_MS = 1000;
  const WAIT_MS = 60000;
  const DAY_MS = 86400000;
  const asked = wall.asked();
  const root = document.documentElement;
  const clockwork = { offset: 0, errors: 0 };
  const now = () => new Date(Date.now() + clockwork.offset);

  const calm = cockpit.still();
  cockpit.still = () => true; // a chart is painted behind the one that shows: nobody would see it grow
  window.addEventListener("error", () => (clockwork.errors += 1));
  window.addEventListener("unhandledrejection", () => (clockwork.errors += 1));

  /* ── the page ── */
  const stage = element("main", "stage");
  const head = wall.buildHead({
    show: (key) => player.show(key),
    pause: () => pause(!carousel.paused),
    full,
    drop: (dimension) => player.drop(dimension),
    desk: () => window.top.location.assign(wall.config.prefix),
    shot: () => window.top.location.assign(shotAddress()),
  });
  stage.append(head.node);
  document.getElementById("content").append(stage);
  const player = wall.startPlayer({
    stage, head, now, calm, spotlight,
    detail: openDetail,
    before: () => spot && spot.close(),
    painted: () => player.whole() && renewal.ready(),
  });

  /* The archive's page has the form: what the wall shows now stands in its address. */
  function shotAddress() {
    const { scene, chosen } = player;
    const query = new URLSearchParams({ scene, ...chosen, ...(asked.version && { version: asked.version }) });
    return `${wall.config.prefix}briefings?${new URLSearchParams({ make: "/screen", query: String(query) })}`;
  }

  function fitStage() {
    const size = wall.measure();
    root.dataset.kind = size.kind;
    root.classList.toggle("is-flow", size.flow);
    Object.assign(stage.style, size.flow
      ? { width: "", height: "", transform: "" }
      : { width: `${size.width}px`, height: `${size.height}px`, transform: size.scale === 1 ? "" : `scale(${size.scale})` });
    return size.kind;
  }

  /* ── what lies over the wall ── */
  let detail = null;
  let spot = null;

  function cover() {
    for (const part of stage.querySelectorAll(":scope > .bar, :scope > .scenes, :scope > .feed-line")) part.inert = Boolean(detail || spot);
  }

  function openDetail(href) {
    if (!href) return;
    detail = detail || wall.openDetail(stage, () => {
      detail = null;
      cover();
    });
    cover();
    player.working(() => detail.open(href));
  }

  function spotlight(panel) {
    if (spot) return;
    spot = wall.openSpotlight(stage, panel, calm, () => {
      spot = null;
      cover();
    });
    cover();
  }

  const tables = () => [...stage.querySelectorAll(".tile-data[open], details.info[open]")];

  /* One thing after another, the uppermost first; answers whether there was any. */
  function closeOne() {
    if (detail) detail.close();
    else if (spot) spot.close();
    else if (tables().length) tables().forEach((one) => (one.open = false));
    else return false;
    return true;
  }

  cockpit.go = (href) => {
    if (wall.isDrill(href)) openDetail(href);
  };

  /* ── keys and touch ── */
  function full() {
    const page = window.top.document; // a renewed wall stands in a frame of the page that is full-screen
    if (page.fullscreenElement) page.exitFullscreen();
    else page.documentElement.requestFullscreen().catch(() => {}); // refused where the browser forbids it: nothing is lost
  }

  function pause(paused) {
    carousel.pause(paused);
    head.paused(paused);
  }

  function touched() {
    if (!document.body.classList.contains("is-awake")) player.darken();
    document.body.classList.add("is-awake");
    carousel.touch();
  }

  function step(by) {
    if (detail) return;
    player.step(by).then(carousel.restart);
  }

  const hands = wall.startHands({
    keys: {
      ArrowRight: () => step(1),
      ArrowLeft: () => step(-1),
      " ": () => pause(!carousel.paused),
      f: full,
      F: full,
      Escape: () => closeOne() || player.goHome(),
    },
    touched,
    swiped: step,
    follow: (href) => cockpit.go(href),
  });

  function idle() {
    document.body.classList.remove("is-awake");
    cockpit.rest();
    while (closeOne());
    wall.resetTabs();
    if (player.isHome()) player.show();
    else player.goHome();
  }

  /* ── alive ── */
  const carousel = wall.startCarousel({
    dwell: () => (wall.config.scenes.find((one) => one.key === player.scene) || { dwell: 30 }).dwell,
    next: () => step(1),
    light: player.light,
    news: player.feed.next,
    idle,
    resume: () => head.paused(asked.hold),
    held: asked.hold,
  });
  head.paused(carousel.paused);

  const renewal = wall.startRenewal(() => {
    hands.end();
    pulse.end();
    carousel.end();
    clearInterval(clock);
    clearTimeout(night);
    player.end();
    stage.remove();
  });

  let night = setTimeout(nightly, wall.untilTime(wall.config.reloadAt, Date.now()));
  function nightly() {
    if (carousel.visited) {
      night = setTimeout(nightly, WAIT_MS); // not under a reader's hands
      return;
    }
    renewal.now();
    night = setTimeout(nightly, DAY_MS); // where the new wall could not be painted: tomorrow again
  }

  async function catchUp() {
    await player.show();
    if (detail) openDetail(detail.href); // a detail never shows another version than the wall behind it
  }

  const pulse = wall.startPulse({
    look: () => ({
      name: asked.name || null,
      scene: player.scene,
      edition: player.edition,
      release: wall.config.release,
      painted_at: player.painted,
      size: `${window.screen.width}x${window.screen.height}`,
      refreshes: player.refreshes,
      errors: clockwork.errors,
    }),
    heard(answer) {
      clockwork.offset = Date.parse(answer.now) - Date.now();
      head.mark(!answer.live);
      if (answer.release !== wall.config.release && !carousel.visited) renewal.release();
      if (player.busy) return;
      if (answer.edition && answer.edition !== player.edition && !asked.version) catchUp();
      else if (stage.querySelector(".scenes [data-rendered=failed]")) player.redraw();
    },
    silent: () => head.mark(true),
  });

  const clock = setInterval(() => head.tick(now()) && player.feed.show(), CLOCK_MS);
  head.tick(now());

  let kind = fitStage();
  window.addEventListener("resize", () => {
    const latest = fitStage();
    if (latest !== kind) player.show();
    else player.refit();
    kind = latest;
  }, { signal: hands.signal });

  Object.assign(wall, { player, redraw: player.redraw });

  /* Charts measure their words: a font that came later would draw everything twice. */
  const weights = [400, 500, 700].map((weight) => document.fonts.load(`${weight} 16px "Noto Sans SC"`, "数"));
  Promise.allSettled(weights).then(() => player.show()).then(() => asked.picture || pulse.beat());
})();
