/* What an address holds: asked for in one request, drawn as its lines arrive, and asked again when only the
   query changes. The state of a page is its address and nothing else. */
(function () {
  "use strict";
  const { createElement: el, memo, useEffect, useRef, useState } = window.React;
  const { cockpit } = window;
  const EMPTY = { page: "", place: null, top: null, said: null, tiles: [], busy: true };
  let shown = null; // the sheet on the page, told of new addresses

  /* Dash's router listens to the same events, later: a new query of the same page is none of its business. */
  function moved(event) {
    if (!shown || cockpit.local(window.location.pathname) !== shown.page) return;
    event.stopImmediatePropagation();
    cockpit.unready();
    shown.load();
  }
  window.addEventListener("popstate", moved, true);
  window.addEventListener("_dashprivate_pushstate", moved, true);

  async function read(answer, put) {
    const reader = answer.body.getReader();
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      const lines = (rest + (value ? decoder.decode(value, { stream: true }) : "")).split("\n");
      rest = lines.pop();
      if (lines.length) put(lines.map((line) => JSON.parse(line)));
      if (done) return;
    }
  }

  /* Tiles that were there stay, marked as old, until their own line comes. */
  function headed(state, head, page) {
    const known = Object.fromEntries(state.page === page ? state.tiles.map((tile) => [tile.name, tile]) : []);
    const tiles = head.tiles.map((tile) =>
      known[tile.name] && state.place === head.place
        ? { ...known[tile.name], span: tile.span, old: true }
        : { name: tile.name, span: tile.span, hash: "", tree: tile.tree, old: false },
    );
    return { page, place: head.place, top: head.top, said: head.said, tiles, busy: true };
  }

  function filled(state, line) {
    const tiles = state.tiles.map((tile) =>
      tile.name === line.tile ? { ...tile, hash: line.hash, tree: line.tree, ok: line.ok, old: false } : tile,
    );
    return { ...state, tiles };
  }

  function told(state, lines, page) {
    return lines.reduce((now, line) => (line.top ? headed(now, line, page) : filled(now, line)), state);
  }

  function away(state, page) {
    const words = state.page === page && state.tiles.length
      ? "服务器连接不上，下面是之前的数据。"
      : "服务器连接不上，请稍后再试。";
    return { ...state, page, busy: false, tiles: state.tiles.map((tile) => ({ ...tile, old: true })), lost: words };
  }

  /* Too many ask at once: what isn't there yet is asked for again by itself, each time a little later. */
  const QUEUED = "正在排队";
  const RETRY_SECONDS = 5;

  function queued(state, page, seconds) {
    const words = `读者较多，${QUEUED}，${seconds} 秒后自动再读。`;
    return { ...state, page, busy: true, queued: true, lost: words };
  }

  const Tile = memo(
    ({ tile }) => cockpit.tree(tile.tree),
    (before, after) => before.tile.hash === after.tile.hash && Boolean(after.tile.hash),
  );

  /* One tile that could not be drawn is asked for again by itself. */
  async function again(page, name, put) {
    const query = new URLSearchParams(window.location.search);
    query.set("_tile", name);
    const answer = await fetch(cockpit.address(`tiles${page}?${query}`), { credentials: "same-origin" });
    if (answer.ok) await read(answer, (lines) => put(lines.filter((line) => line.tile)));
  }

  function Again({ act }) {
    return el("button", { type: "button", className: "button quiet tile-again", onClick: act }, "重新读取这一块");
  }

  function slot(page, tile, put, queue) {
    const name = `tile-slot span-${tile.span}` + (tile.old ? " is-old" : "");
    const waits = queue && (tile.old || tile.ok === undefined);
    const busy = tile.old || waits ? { "aria-busy": true } : {};
    return el("div", { key: page + tile.name, className: name, "data-tile": tile.name, ...busy },
      el(Tile, { tile }), waits && el("p", { className: "tile-queued" }, QUEUED + "…"), tile.ok === false && el(Again, { act: () => again(page, tile.name, put) }));
  }

  function Lost({ words, again }) {
    return words && el("div", { className: "sheet-lost", role: "alert" }, el("span", null, words),
      el("button", { type: "button", className: "button quiet", onClick: again }, "重新读取"));
  }

  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

  /* Says when the last chart of an answer is painted, for those who measure: not before the answer is drawn. */
  async function timed(node, turn, isLatest) {
    await frame();
    await frame();
    await cockpit.painted(node);
    if (isLatest(turn)) performance.mark("cockpit:painted");
  }

  function SheetView({ page }) {
    const [state, setState] = useState(EMPTY);
    const box = useRef(null);
    const own = useRef({ turn: 0, place: null, abort: null, timer: 0, tries: 0 }).current;

    useEffect(() => {
      const put = (lines, turn) => {
        if (turn !== own.turn) return;
        const place = lines[0].top ? lines[0].place : own.place;
        if (own.place !== null && place !== own.place) window.scrollTo(0, 0);
        own.place = place;
        setState((now) => told(now, lines, page));
      };
      const later = (turn, seconds) => {
        if (turn !== own.turn) return;
        own.tries += 1;
        const wait = Math.min(60, seconds * own.tries);
        setState((now) => queued(now, page, wait));
        own.timer = setTimeout(() => load(true), wait * 1000);
      };
      const load = async (again) => {
        const turn = (own.turn += 1);
        clearTimeout(own.timer);
        if (again !== true) own.tries = 0;
        if (own.abort) own.abort.abort();
        own.abort = new AbortController();
        setState((now) => ({ ...now, busy: true, queued: again === true, lost: again === true ? now.lost : "" }));
        try {
          const url = cockpit.address("tiles" + page + window.location.search);
          const answer = await fetch(url, { credentials: "same-origin", signal: own.abort.signal });
          const pause = Number(answer.headers.get("Retry-After"));
          if (pause && [429, 503].includes(answer.status)) return later(turn, pause);
          if (!answer.ok) throw new Error(String(answer.status));
          const come = { tiles: [], count: 0 };
          await read(answer, (lines) => {
            come.tiles = lines[0].top ? lines[0].tiles : come.tiles;
            come.count += lines.filter((line) => line.tile).length;
            put(lines, turn);
          });
          if (come.count < come.tiles.length) return later(turn, RETRY_SECONDS);
          if (turn === own.turn) setState((now) => ({ ...now, busy: false, queued: false, lost: "" }));
        } catch {
          if (turn === own.turn) setState((now) => away(now, page));
        }
        if (turn === own.turn) timed(box.current, turn, (one) => one === own.turn);
      };
      const me = { page, load };
      shown = me;
      load();
      return () => {
        own.turn += 1;
        clearTimeout(own.timer);
        own.place = null;
        if (own.abort) own.abort.abort();
        if (shown === me) shown = null;
      };
    }, [page]);

    const retried = (lines) => setState((now) => told(now, lines, page));
    const here = state.page === page ? state : EMPTY;
    return el("div", { className: "page", ref: box, "aria-busy": here.busy || undefined },
      cockpit.tree(here.top),
      el(Lost, { words: here.lost, again: () => shown && shown.load(false) }),
      el("div", { className: "grid" }, cockpit.tree(here.said), here.tiles.map((tile) => slot(page, tile, retried, here.queued))));
  }

  window.components = Object.assign(window.components || {}, { SheetView });
})();
