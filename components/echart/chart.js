/* A chart in a box: drawn when the box has a size, redrawn with it, gone without a trace. No framework. */
(function () {
  "use strict";
  const cockpit = window.cockpit;
  const maps = new Map();
  const live = (cockpit.charts = new Set());
  const owners = new Set(); // what holds each of them

  /* Whether nothing may move: pictures are taken, or the reader asked for calm. */
  cockpit.still = function () {
    return (
      Boolean(window.cockpitStill) ||
      new URLSearchParams(window.location.search).has("still") ||
      window.matchMedia("(prefers-reduced-motion: reduce)").matches
    );
  };

  function prefix() {
    const config = document.getElementById("_dash-config");
    return config ? JSON.parse(config.textContent).requests_pathname_prefix : cockpit.prefix || "/";
  }

  /* The address of a path of the application, wherever that is served. */
  const address = (cockpit.address = (url) => (/^(\/|https?:)/.test(url) ? url : prefix() + url));

  /* The path of a page inside the application. */
  cockpit.local = (pathname) => "/" + (pathname.startsWith(prefix()) ? pathname.slice(prefix().length) : pathname.slice(1));

  /* Fetched once a page load; a failure is forgotten so that the next draw tries again. */
  function shape(url) {
    if (!maps.has(url)) {
      const job = fetch(address(url), { credentials: "same-origin" }).then((answer) =>
        answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status))),
      );
      job.catch(() => maps.delete(url));
      maps.set(url, job);
    }
    return maps.get(url);
  }

  /* "beijing@海淀区" draws that area last, so that its outline lies on top of its neighbours. */
  function mapReady(name, url) {
    if (!name || !url) return Promise.resolve();
    const top = name.split("@")[1];
    return shape(url).then((found) => {
      if (window.echarts.getMap(name)) return;
      const last = (feature) => (feature.properties.name === top ? 1 : 0);
      const features = [...found.features].sort((a, b) => last(a) - last(b));
      window.echarts.registerMap(name, { ...found, features });
    });
  }

  const FONTS = [400, 700].map((weight) => `${weight} 14px "Noto Sans SC", "Noto Sans SC Rare"`);
  const FONTS_MS = 3000;

  /* The fonts of a chart's words come first, for a while at most: ECharts remembers for good what it measured, so that a
     drawing before them would go on cutting names. */
  function fontsReady(option) {
    const words = JSON.stringify(option);
    const absent = FONTS.filter((font) => !document.fonts.check(font, words));
    if (!absent.length) return Promise.resolve();
    const loaded = Promise.allSettled(absent.map((font) => document.fonts.load(font, words)));
    return Promise.race([loaded, new Promise((done) => setTimeout(done, FONTS_MS))]);
  }

  /* Follow a link to another page of the application without a reload; a filter leaves the reader where he is. */
  cockpit.go = function (href) {
    const before = window.location.pathname;
    window.history.pushState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    if (window.location.pathname !== before) window.scrollTo(0, 0);
  };

  const LOOK_MS = 20;
  const PATIENCE_MS = 15000;

  /* Fulfilled when every chart in `node` is painted, or after a while in any case. */
  cockpit.painted = async function (node) {
    const until = Date.now() + PATIENCE_MS;
    const waiting = () => [...node.querySelectorAll(".echart")].some((chart) => !chart.hasAttribute("data-rendered"));
    while (waiting() && Date.now() < until) await new Promise((done) => setTimeout(done, LOOK_MS));
  };

  function follow(href, event) {
    const native = event && event.event;
    if (native && (native.ctrlKey || native.metaKey || native.shiftKey)) {
      window.open(href, "_blank", "noopener");
      return;
    }
    cockpit.go(href, native && native.target);
  }

  function seriesOf(chart) {
    return (chart.getOption() || {}).series || [];
  }

  function datumNamed(chart, name) {
    for (const series of seriesOf(chart)) {
      const index = (series.data || []).findIndex((d) => d && d.name === name);
      if (index >= 0) return { series, index, data: series.data[index] };
    }
    return null;
  }

  /* The datum under a bare spot of a chart with axes: the whole band of a month is clickable. */
  function datumAt(chart, event) {
    const spot = [event.offsetX, event.offsetY];
    const option = chart.getOption() || {};
    if (!option.xAxis || !option.xAxis.length || !chart.containPixel("grid", spot)) return null;
    const at = chart.convertFromPixel({ gridIndex: 0 }, spot);
    const index = option.xAxis[0].type === "category" ? at[0] : at[1];
    for (const series of option.series || []) {
      const data = (series.data || [])[index];
      if (data && data.href) return { series, index, data };
    }
    return null;
  }

  /* No pointer is over the chart any more: its tooltip and the emphasis of a mark go. A finger that is lifted
     leaves both as they were. */
  function rest(chart) {
    chart.getZr().handler.dispatch("mouseout", { zrX: -1, zrY: -1, zrDelta: 0, event: {} });
  }

  cockpit.rest = () => live.forEach(rest);

  document.addEventListener(
    "pointerdown",
    (event) => event.pointerType === "touch" && live.forEach((chart) => chart.getDom().contains(event.target) || rest(chart)),
    { capture: true, passive: true },
  );

  function report(own, spot, event) {
    if (own.chart) rest(own.chart);
    const { data, series, index } = spot;
    if (own.props.onPick) {
      const name = spot.name || (data && data.name) || "";
      const value = data && typeof data === "object" ? data.value : data;
      const hit = { name, seriesName: series.name, value, data, dataIndex: index };
      if (own.props.onPick(hit) === true) return;
    }
    if (data && data.href) follow(data.href, event);
  }

  function listen(own) {
    const chart = own.chart;
    chart.on("click", (p) => {
      if (p.componentType === "series") {
        const series = { name: p.seriesName };
        report(own, { data: p.data, series, index: p.dataIndex, name: p.name }, p.event);
      } else if (p.componentType === "yAxis" || p.componentType === "xAxis") {
        const hit = datumNamed(chart, p.value);
        if (hit) report(own, hit, p.event);
      }
    });
    const paper = chart.getZr();
    paper.on("click", (event) => {
      const hit = event.target ? null : datumAt(chart, event);
      if (hit) report(own, hit, event);
    });
    paper.on("mousemove", (event) => {
      if (!event.target) paper.setCursorStyle(datumAt(chart, event) ? "pointer" : "default");
    });
  }

  /* Charts that are drawn at the same moment are measured together first: a size that is read between two
     drawings would have the whole page laid out anew each time. */
  const waiting = new Set();

  /* What of an old drawing goes. The tooltip stays: a new one would have the page laid out anew. */
  const PARTS = ["series", "xAxis", "yAxis", "grid", "legend", "title", "geo", "visualMap"];

  function measured(own) {
    const { node, props } = own;
    const size = { width: node.clientWidth, height: node.clientHeight };
    const seen = size.width > 0 && size.height > 0;
    return { own, size, seen, option: seen && cockpit.options.resolve(props.option, node, cockpit.still(), size) };
  }

  function paint({ own, size, seen, option }) {
    /* An element without size can't be drawn: say so to whoever waits for charts. */
    if (!seen) return own.node.setAttribute("data-rendered", "hidden");
    if (!own.chart) start(own, size);
    const { chart } = own;
    const resized = chart.getWidth() !== size.width || chart.getHeight() !== size.height;
    if (resized) {
      chart.clear();
      chart.resize({ silent: true, ...size });
    }
    chart.setOption(option, { replaceMerge: PARTS });
    if (resized) chart.getZr().refreshImmediately(); // no frame without a picture
  }

  function flush() {
    const all = [...waiting].filter((own) => !own.ended);
    waiting.clear();
    all.map(measured).forEach(paint);
  }

  function soon(own) {
    if (!waiting.size) queueMicrotask(flush);
    waiting.add(own);
  }

  function draw(own) {
    const { node, props } = own;
    node.removeAttribute("data-rendered");
    return Promise.all([mapReady(props.mapName, props.mapUrl), fontsReady(props.option)]).then(
      () => soon(own),
      () => {
        node.setAttribute("data-rendered", "failed");
        node.setAttribute("data-message", "地图文件未能载入");
      },
    );
  }

  function start(own, size) {
    own.chart = window.echarts.init(own.node, null, { renderer: own.props.renderer || "svg", ...size });
    live.add(own.chart);
    owners.add(own);
    own.chart.on("finished", () => own.node.setAttribute("data-rendered", "true"));
    listen(own);
  }

  /* The box has another size than the drawing in it, or has one at last. */
  function fit(own) {
    const { node, chart } = own;
    if (!node.clientWidth || !node.clientHeight) return;
    if (!chart || chart.getWidth() !== node.clientWidth || chart.getHeight() !== node.clientHeight) draw(own);
  }

  function end(own, observer, redraw) {
    document.fonts.removeEventListener("loadingdone", redraw);
    observer.disconnect();
    own.ended = true;
    if (!own.chart) return;
    live.delete(own.chart);
    owners.delete(own);
    own.chart.dispose();
    own.chart = null;
  }

  /* Draw `props` (option, mapName, mapUrl, renderer, onPick) into `node`, and keep it in step with its size.
     `onPick` hears of clicks; where it answers true, a mark's own link isn't followed. */
  cockpit.mount = function (node, props) {
    const own = { node, props, chart: null, ended: false };
    const redraw = () => {
      if (own.chart) draw(own);
    };
    const observer = new ResizeObserver(() => fit(own));
    observer.observe(node);
    draw(own);
    document.fonts.addEventListener("loadingdone", redraw);
    return {
      chart: () => own.chart,
      know: (latest) => (own.props = latest),
      redraw,
      end: () => end(own, observer, redraw),
    };
  };

  /* The box of a chart, as attributes that React takes. */
  cockpit.chartBox = function (props) {
    const height = props.height === undefined || props.height === null ? 280 : props.height;
    return {
      id: typeof props.id === "object" ? JSON.stringify(props.id) : props.id,
      className: "echart" + (props.className ? " " + props.className : ""),
      style: { height, ...(props.style || {}) },
      "data-theme": props.theme,
      role: "img",
      tabIndex: 0,
      "aria-label": props.ariaLabel,
    };
  };

  /* Paper is narrower than the screen: drawn anew for the width that the style sheet names, with a viewBox, the
     drawing fits its place on paper and its words keep their size; series have tones that a print without colours tells
     apart. After printing it is as the screen has it. */
  function onPaper({ node, chart, props }) {
    const named = (name) => Number.parseFloat(getComputedStyle(node).getPropertyValue(name));
    const width = named("--paper-width") || chart.getWidth();
    const height = named("--paper-height") || Number.parseFloat(node.style.height) || chart.getHeight();
    chart.clear();
    chart.resize({ width, height, silent: true });
    chart.setOption(cockpit.options.resolve(props.option, node, true, { width, height }, true));
    chart.getZr().refreshImmediately();
    const picture = node.querySelector("svg");
    if (picture) picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
  }

  const drawn = () => [...owners].filter((own) => own.chart && own.node.clientWidth);
  /* A picture of the screen as PDF keeps its charts as they are. */
  const asSeen = () => document.documentElement.dataset.print === "as-seen";
  window.addEventListener("beforeprint", () => asSeen() || drawn().forEach(onPaper));
  window.addEventListener("afterprint", () => {
    for (const own of drawn()) {
      const picture = own.node.querySelector("svg");
      if (picture) picture.removeAttribute("viewBox");
      draw(own);
    }
  });
})();
