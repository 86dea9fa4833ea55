/* The wall's pulse: one small request every few seconds, at once its heartbeat and its look for news. */
(function () {
  "use strict";
  const { wall } = window;
  const EVERY_MS = 5000;
  const KEY = "cockpit-wall";

  /* Who this wall is: kept in the browser, so that it is the same one after a restart. */
  function identity() {
    const fresh = () => "wall-" + [...crypto.getRandomValues(new Uint8Array(6))].map((b) => b.toString(16).padStart(2, "0")).join("");
    try {
      const known = localStorage.getItem(KEY) || fresh();
      localStorage.setItem(KEY, known);
      return known;
    } catch (_) {
      return fresh(); // storage may be refused: then a wall is a new one after each load
    }
  }

  function memory() {
    const used = performance.memory && performance.memory.usedJSHeapSize;
    return used ? Math.round(used / 1048576) : null;
  }

  /* `look()` describes the wall; `heard(answer)` and `silent()` take what comes of it. */
  wall.startPulse = function ({ look, heard, silent }) {
    const own = { id: identity(), timer: null, ended: false, since: null };

    async function ask() {
      const body = { wall: own.id, memory_mb: memory(), offline_seconds: own.since ? Math.round((Date.now() - own.since) / 1000) : 0, ...look() };
      const headers = { "Content-Type": "application/json" };
      const { ok, status, body: answer } = await wall.fetch("api/v1/walls", { method: "POST", headers, body: JSON.stringify(body) }, 10);
      if (!ok) throw new Error(String(status));
      return answer;
    }

    own.beat = async function () {
      clearTimeout(own.timer);
      try {
        const answer = await ask();
        own.since = null;
        if (!own.ended) await heard(answer);
      } catch (_) {
        own.since = own.since || Date.now();
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
