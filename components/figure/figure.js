/* The Dash component around a Plotly figure. The library comes with the first figure that is shown. */
(function () {
  "use strict";
  const { createElement, useEffect, useRef } = window.React;
  const { cockpit } = window;
  const { figures } = cockpit;
  let library = null;

  function load(address) {
    library = library || new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = cockpit.address(address);
      script.onload = () => {
        window.Plotly.register(figures.locale);
        done(window.Plotly);
      };
      script.onerror = () => {
        library = null;
        failed(new Error("图形程序没有载入"));
      };
      document.head.appendChild(script);
    });
    return library;
  }

  const CONFIG = {
    locale: "zh-CN",
    displaylogo: false,
    displayModeBar: true,
    modeBarButtons: [["select2d", "zoom2d", "pan2d", "resetScale2d"]],
    doubleClick: "reset",
    showTips: false,
    plotlyServerURL: "",
    showSendToCloud: false,
  };

  const coarse = () => window.matchMedia("(pointer: coarse)").matches;

  /* As many names of periods as a width has room for. */
  function periods(layout, width) {
    const named = Object.entries(layout.meta.labels || {});
    return Object.fromEntries(named.map(([axis, labels]) => [axis, figures.thinned(labels, width - 80, 72)]));
  }

  /* The figure for the box: words resolved, sizes set, ticks of categories thinned out. */
  function prepared(own) {
    const { node, props } = own;
    const size = { width: node.clientWidth, height: node.clientHeight };
    const { data, layout } = cockpit.options.words(props.figure, node);
    const out = { ...layout, ...size, selections: [], datarevision: Math.random() };
    if (coarse()) out.dragmode = false;
    for (const [axis, ticks] of Object.entries(periods(layout, size.width))) out[axis] = { ...out[axis], ...ticks };
    return { data, layout: out };
  }

  /* Ticks of value axes follow what is zoomed to. */
  function ticked(own) {
    const full = own.node._fullLayout;
    const change = {};
    for (const [axis, unit] of Object.entries(own.props.figure.layout.meta.ticks || {})) {
      if (!full || !full[axis] || !full[axis].range) continue;
      const room = full[axis]._length || 300;
      const next = figures.ticks(full[axis].range, unit, axis === "yaxis" ? room : room * 1.1);
      if (String(full[axis].tickvals) === String(next.tickvals)) continue;
      change[`${axis}.tickmode`] = "array";
      change[`${axis}.tickvals`] = next.tickvals;
      change[`${axis}.ticktext`] = next.ticktext;
    }
    return Object.keys(change).length ? window.Plotly.relayout(own.node, change) : Promise.resolve();
  }

  const touches = ([low, high], from, to) => Math.max(low, high) >= Math.min(from, to) && Math.min(low, high) <= Math.max(from, to);

  /* Cells of a heat map are no points to Plotly: the ones under the box are counted out. */
  function cells(trace, range) {
    const under = (span, n) => touches(span, n - 0.5, n + 0.5);
    return trace.customdata.flatMap((row, y) => row.filter((_, x) => under(range.x, x) && under(range.y, y)));
  }

  /* Plotly takes a bar by its end alone; the box means whatever it touches. */
  function bars(trace, calculated, range) {
    const [along, across] = trace.orientation === "h" ? [range.x, range.y] : [range.y, range.x];
    const under = (bar) => bar.s && touches(along, bar.b || 0, (bar.b || 0) + bar.s) && touches(across, bar.p0, bar.p1);
    return calculated.filter(under).map((bar) => trace.customdata[bar.i]);
  }

  /* Boxes of a distribution mean their groups; without one, the points by themselves (null). */
  function groups(trace, range, choose) {
    const within = (n) => touches(range.x, n, n) && touches(range.y, trace.median[n], trace.median[n]);
    const found = choose.by.length === 2 ? trace.x.filter((_, n) => within(n)) : [];
    return found.length ? found.map((key) => [key.slice(2), null, null]) : null;
  }

  /* What a box holds of figures whose marks are areas; null for those of points. */
  function areas(own, range) {
    const { data, calcdata } = own.node;
    if (!range || !data.length) return null;
    if (data[0].type === "heatmap") return cells(data[0], range);
    if (data[0].type === "box") return groups(data[0], range, own.props.choose);
    if (data[0].type !== "bar") return null;
    const visible = data.filter((trace) => trace.visible === undefined || trace.visible === true);
    return visible.flatMap((trace) => {
      const calculated = calcdata.find(([first]) => first && first.trace && first.trace.index === data.indexOf(trace));
      return calculated ? bars(trace, calculated, range) : [];
    });
  }

  function chosen(own, marks, alone) {
    const { choose } = own.props;
    if (!choose || !marks.length) return;
    if (!choose.by.length && alone) {
      const href = (choose.hrefs || [])[marks[0][0]];
      if (href) cockpit.go(href);
      return;
    }
    if (figures.tooMany(choose, marks)) {
      own.note.textContent = "选中的太多，请框小一些";
      return;
    }
    cockpit.go(choose.page + "?" + figures.next(choose.query, choose, marks, alone));
  }

  const marksOf = (points) => points.map((point) => point.customdata).filter(Array.isArray);

  function listen(own) {
    const { node } = own;
    /* Where the pointer zooms or moves, a click is a part of that. */
    const chooses = () => !["zoom", "pan"].includes(node._fullLayout.dragmode);
    node.on("plotly_click", (event) => chooses() && chosen(own, marksOf(event.points).slice(0, 1), true));
    node.on("plotly_selected", (event) => {
      if (event) chosen(own, (areas(own, event.range) || marksOf(event.points || [])).filter(Array.isArray), false);
    });
    node.on("plotly_relayout", (change) => {
      if (Object.keys(change).some((key) => /axis\.(range|autorange)/.test(key))) ticked(own);
    });
  }

  function failed(own, problem) {
    own.node.setAttribute("data-rendered", "failed");
    own.node.textContent = `${problem.message}；数字见表格，可刷新页面再试`;
  }

  async function draw(own) {
    const { node, props } = own;
    node.removeAttribute("data-rendered");
    own.note.textContent = "";
    const turn = (own.turn += 1);
    try {
      const Plotly = await load(props.library);
      if (own.ended || turn !== own.turn) return;
      if (!node.clientWidth) {
        node.setAttribute("data-rendered", "hidden");
        return;
      }
      const { data, layout } = prepared(own);
      own.width = node.clientWidth;
      await Plotly.react(node, data, layout, CONFIG);
      if (!own.heard) listen(own);
      own.heard = true;
      await ticked(own);
      if (turn === own.turn) node.setAttribute("data-rendered", "true");
    } catch (problem) {
      if (!own.ended) failed(own, problem);
    }
  }

  /* Figures on the page, for those who print. */
  const live = new Set();

  /* Series of several have the tones of paper, or those of the screen again. */
  function toned(own, paper) {
    const { data } = cockpit.options.words(own.props.figure, own.node, paper);
    if (data.length < 2) return;
    const tones = (part) => data.map((trace) => (trace[part] ? trace[part].color : undefined));
    window.Plotly.restyle(own.node, { "marker.color": tones("marker"), "line.color": tones("line") });
  }

  function sized(own, width, paper) {
    toned(own, paper);
    const change = { width, height: own.props.height };
    for (const [axis, ticks] of Object.entries(periods(own.props.figure.layout, width))) {
      for (const [name, value] of Object.entries(ticks)) change[`${axis}.${name}`] = value;
    }
    window.Plotly.relayout(own.node, change);
  }

  window.addEventListener("beforeprint", () => {
    for (const own of live) {
      const paper = Number(getComputedStyle(own.node).getPropertyValue("--paper-width"));
      if (own.heard) sized(own, paper || own.node.clientWidth, true);
    }
  });
  window.addEventListener("afterprint", () => live.forEach((own) => own.heard && sized(own, own.width, false)));

  function mount(node, props) {
    const own = { node, props, turn: 0, width: 0, ended: false, heard: false };
    live.add(own);
    const fit = () => node.clientWidth && node.clientWidth !== own.width && draw(own);
    const observer = new ResizeObserver(fit);
    observer.observe(node);
    return {
      own,
      end: () => {
        own.ended = true;
        live.delete(own);
        observer.disconnect();
        if (window.Plotly) window.Plotly.purge(node);
      },
    };
  }

  function PlotFigure(props) {
    const box = useRef(null);
    const held = useRef(null);
    const note = useRef(null);
    if (held.current) held.current.own.props = props;
    useEffect(() => {
      held.current = mount(box.current, props);
      held.current.own.note = note.current;
      return () => {
        held.current.end();
        held.current = null;
      };
    }, []);
    useEffect(() => {
      draw(held.current.own);
    }, [props.figure, props.height]);
    return createElement("div", { className: "plot-box", role: "group", "aria-label": props.ariaLabel },
      createElement("div", { className: "echart plot-figure", id: props.id, ref: box, style: { height: props.height } }),
      createElement("p", { className: "plot-note", role: "status", ref: note }));
  }

  window.components = Object.assign(window.components || {}, { PlotFigure });
})();
