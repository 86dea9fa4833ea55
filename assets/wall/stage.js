/* The stage: laid out for the screen's shape, scaled as a whole. Loaded first, so that the first scene
   is on its way while everything else still loads. */
(function () {
  "use strict";
  const config = JSON.parse(document.getElementById("wall-config").textContent);
  const wall = (window.wall = /** @type {Wall} */ ({ config }));
  window.cockpit = /** @type {Cockpit} */ ({ prefix: config.prefix });

  const LINES = 1080;
  const NARROWEST = 1728;
  const PHONE = 720;
  const SCENE_SECONDS = 30;
  const NAME_LETTERS = 40;

  function screenKind(width, height) {
    const shape = width / height;
    const [upright, normal, wide] = config.cuts;
    return shape < upright ? "upright" : shape < normal ? "normal" : shape < wide ? "wide" : "ultra";
  }

  /* Width, height and scale of the stage in a window; a phone isn't scaled, it scrolls. */
  function measure(width, height) {
    const kind = screenKind(width, height);
    if (width < PHONE) return { kind, flow: true, width, height, scale: 1 };
    const least = kind === "upright" ? LINES : Math.max(NARROWEST, (LINES * width) / height);
    const across = kind === "upright" ? LINES : least;
    const scale = width / across;
    return { kind, flow: false, width: across, height: height / scale, scale };
  }

  function parameters() {
    return new URLSearchParams(window.location.search);
  }

  /* What the address asks for: a scene, a chosen district or department, a day, a version that it stays on. */
  wall.asked = function () {
    const given = parameters();
    const known = config.scenes.map((scene) => scene.key);
    const scene = known.includes(given.get("scene")) ? given.get("scene") : known[0];
    const chosen = {};
    for (const name of ["district", "department", "as_of"]) {
      if (given.get(name)) chosen[name] = given.get(name);
    }
    const still = given.has("still") || window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    /* A name for administrators: plain letters, no longer than a heartbeat takes. */
    const name = [...(given.get("name") || "").replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "").trim()].slice(0, NAME_LETTERS).join("");
    const version = given.get("version") || "";
    /* A picture is taken: lines that are left free below for what it says of itself. */
    const picture = given.has("picture");
    return { scene, chosen, hold: still || given.get("carousel") === "off", name, version, picture };
  };

  const free = Number.parseInt(parameters().get("picture"), 10) || 0;
  wall.measure = () => measure(window.innerWidth, window.innerHeight - free);

  /* A fetch that ends: a server that hangs must not hold up the wall for ever. */
  wall.fetch = async function (path, options, seconds) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), seconds * 1000);
    try {
      const answer = await fetch(config.prefix + path, { credentials: "same-origin", signal: stop.signal, ...options });
      return { ok: answer.ok, status: answer.status, body: await answer.json() };
    } finally {
      clearTimeout(timer);
    }
  };

  /* A scene's data. An error is `refused` where the server says in words that the question is wrong. */
  wall.fetchScene = async function (scene, chosen) {
    const { version } = wall.asked();
    const query = new URLSearchParams({ ...chosen, ...(version && { version }), scene, kind: wall.measure().kind });
    const { ok, status, body } = await wall.fetch(`screen/scene?${query}`, {}, SCENE_SECONDS);
    if (ok) return body;
    throw Object.assign(new Error(body.error || String(status)), { refused: status >= 400 && status < 500 });
  };

  const { scene, chosen } = wall.asked();
  const job = wall.fetchScene(scene, chosen);
  job.catch(() => {}); // whoever awaits it says so
  wall.first = { scene, chosen, kind: wall.measure().kind, job };
})();
