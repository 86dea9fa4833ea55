/* The wall's pulse: one small request every few seconds, at once its heartbeat and its look for news. */
(function () {
  "use strict";
  const { wall } = window;
  const EVERY_MS = 5000;
  const PATIENCE_SECONDS = 10;
  const KEY = "cockpit-wall";

  /* Who this wall is: kept in the browser, so that it is the same one after a restart. Several walls of one
     computer are told apart by their names. */
  function identity() {
    const fresh = () => "wall-" + [...crypto.getRandomValues(new Uint8Array(6))].map((b) => b.toString(16).padStart(2, "0")).join("");
    const key = [KEY, wall.asked().name].filter(Boolean).join(":");
    try {
      const known = localStorage.getItem(key) || fresh();
      localStorage.setItem(key, known);
      return known;
    } catch (_) {
      return fresh(); // storage may be refused: then a wall is a new one after each load
    }
  }

  function memory() {
    const used = performance.memory && performance.memory.usedJSHeapSize;
    return used ? Math.round(used / 1048576) : null;
  }

  function post(body) {
    const headers = { "Content-Type": "application/json" };
    return wall.fetch("api/v1/walls", { method: "POST", headers, body: JSON.stringify(body) }, PATIENCE_SECONDS);
  }

  /* `look()` describes the wall; `heard(answer)` and `silent()` take what comes of it. */
  wall.startPulse = function ({ look, heard, silent }) {
    const own = { id: identity(), timer: null, ended: false, since: null };

    async function ask() {
      const offline = own.since ? Math.round((performance.now() - own.since) / 1000) : 0;
      const body = { wall: own.id, memory_mb: memory(), offline_seconds: offline, ...look() };
      const { ok, status, body: answer } = await post(body);
      if (ok) return answer;
      /* A field that the server doesn't take must not cost the news: say only what can't be wrong. */
      const plain = { ...body, name: null, edition: null, painted_at: null, memory_mb: null };
      const again = status === 400 ? await post(plain) : { ok: false };
      if (!again.ok) throw new Error(String(status));
      return again.body;
    }

    own.beat = async function () {
      clearTimeout(own.timer);
      try {
        const answer = await ask();
        own.since = null;
        if (!own.ended) heard(answer);
      } catch (_) {
        own.since = own.since || performance.now();
        if (!own.ended) silent();
      }
      if (!own.ended) own.timer = setTimeout(own.beat, EVERY_MS);
    };

    own.end = () => {
      own.ended = true;
      clearTimeout(own.timer);
    };
    return own;
  };
})();
