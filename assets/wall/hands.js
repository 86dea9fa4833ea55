/* Keys, touch and pointer; what they do is given. */
(function () {
  "use strict";
  const { wall } = window;

  /* `keys` maps a key to what it does; `touched()` hears of every sign of a reader; `swiped(by)` of a swipe. */
  wall.startHands = function ({ keys, touched, swiped, follow }) {
    const ending = new AbortController();
    const listen = (kind, act, options) => document.addEventListener(kind, act, { signal: ending.signal, ...options });

    listen("keydown", (event) => {
      touched();
      const typing = event.target.matches("input, textarea, select") && event.key !== "Escape";
      const pressing = event.key === " " && event.target.matches("button, summary, a");
      const act = keys[event.key];
      if (!act || typing || pressing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      act();
    });
    for (const kind of ["pointerdown", "pointermove", "wheel"]) listen(kind, touched, { passive: true });

    listen("click", (event) => {
      const link = event.target.closest("a[href]");
      const title = event.target.closest(".tile-title");
      const more = link || (title && title.parentElement.querySelector("a.more-link"));
      if (link) event.preventDefault();
      if (more) follow(more.getAttribute("href"));
    });

    let from = null;
    listen("pointerdown", (event) => (from = event.pointerType === "touch" ? [event.clientX, event.clientY] : null));
    listen("pointerup", (event) => {
      const [x, y] = from || [event.clientX, event.clientY];
      from = null;
      const [dx, dy] = [event.clientX - x, event.clientY - y];
      if (Math.abs(dx) > window.innerWidth / 8 && Math.abs(dx) > 2 * Math.abs(dy)) swiped(dx < 0 ? 1 : -1);
    });
    return { signal: ending.signal, end: () => ending.abort() };
  };
})();
