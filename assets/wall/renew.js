/* A new load without a black frame: a fresh wall is painted in a frame behind, then takes the place. */
(function () {
  "use strict";
  const { wall } = window;
  const READY = "cockpit-wall-ready";
  const RENEW = "cockpit-wall-renew";
  const RELEASED = "cockpit-wall-released";
  const PATIENCE_MS = 120000;
  /* Two server processes may run different releases for a while: a wall must not go to and fro. */
  const RELEASE_MS = 600000;
  const inside = window.parent !== window;
  let frame = null;
  let waiting = null;
  let released = Date.now() - RELEASE_MS + 30000;

  function send(word) {
    window.parent.postMessage(word, window.location.origin);
  }

  function arrived(next, gone) {
    if (frame) frame.remove();
    frame = next;
    frame.classList.remove("is-waiting");
    frame.contentWindow.focus();
    gone();
  }

  /* Where this wall stands in a frame, the outermost document makes the next one. */
  function renew(gone) {
    if (inside) return send(RENEW);
    if (waiting) return;
    const next = document.createElement("iframe");
    next.className = "next-wall is-waiting";
    next.title = wall.config.title;
    next.allow = "fullscreen";
    next.src = frame ? frame.contentWindow.location.href : window.location.href;
    document.body.append(next);
    const giveUp = setTimeout(() => settle(false), PATIENCE_MS);

    function settle(ready) {
      clearTimeout(giveUp);
      window.removeEventListener("message", hear);
      waiting = null;
      if (ready) arrived(next, gone);
      else next.remove(); // the server is away or the new wall is broken: the old picture stays
    }
    function hear(event) {
      if (event.origin !== window.location.origin || event.source !== next.contentWindow) return;
      if (event.data === READY) settle(true);
    }
    waiting = next;
    window.addEventListener("message", hear);
  }

  /* The outermost document remembers when the last release came: each wall in a frame is too young to know. */
  function follow(gone) {
    if (inside) return send(RELEASED);
    if (Date.now() - released < RELEASE_MS) return;
    released = Date.now();
    renew(gone);
  }

  /* `gone()` ends this document's own wall, once another one is shown. */
  wall.startRenewal = function (gone) {
    let ended = false;
    const over = () => {
      if (!ended) gone();
      ended = true;
    };
    window.addEventListener("message", (event) => {
      const own = frame && event.source === frame.contentWindow && event.origin === window.location.origin;
      if (own && event.data === RENEW) renew(over);
      if (own && event.data === RELEASED) follow(over);
    });
    return { now: () => renew(over), release: () => follow(over), ready: () => inside && send(READY) };
  };

  /* Milliseconds from `now` to the next `time` (HH:MM) in Beijing. */
  wall.untilTime = function (time, now) {
    const [hours, minutes] = time.split(":").map(Number);
    const DAY = 86400000;
    const beijing = (now + 8 * 3600000) % DAY;
    const left = (hours * 60 + minutes) * 60000 - beijing;
    return left > 0 ? left : left + DAY;
  };
})();
