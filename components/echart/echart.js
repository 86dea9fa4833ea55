/* The Dash component around an ECharts instance. */
(function () {
  "use strict";
  const { createElement, useEffect, useRef } = window.React;
  const cockpit = window.cockpit;
  const maps = new Map();
  const live = (cockpit.charts = new Set());

  function still() {
    return (
      Boolean(window.cockpitStill) ||
      new URLSearchParams(window.location.search).has("still") ||
      window.matchMedia("(prefers-reduced-motion: reduce)").matches
    );
  }

  function address(url) {
    if (/^(\/|https?:)/.test(url)) return url;
    const config = document.getElementById("_dash-config");
    const prefix = config ? JSON.parse(config.textContent).requests_pathname_prefix : "/";
    return prefix + url;
  }

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

  function go(href, event) {
    const native = event && event.event;
    if (native && (native.ctrlKey || native.metaKey || native.shiftKey)) {
      window.open(href, "_blank", "noopener");
      return;
    }
    window.history.pushState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
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

  function report(latest, chart, hit, event) {
    const { data, series, index } = hit;
    const props = latest.current;
    const before = props.clickData ? props.clickData.n_clicks : 0;
    if (props.setProps) {
      const name = hit.name || (data && data.name) || "";
      const value = data && typeof data === "object" ? data.value : data;
      props.setProps({
        clickData: { name, seriesName: series.name, value, data, dataIndex: index, n_clicks: before + 1 },
      });
    }
    if (data && data.href) go(data.href, event);
  }

  function listen(chart, latest) {
    chart.on("click", (p) => {
      if (p.componentType === "series") {
        const series = { name: p.seriesName };
        report(latest, chart, { data: p.data, series, index: p.dataIndex, name: p.name }, p.event);
      } else if (p.componentType === "yAxis" || p.componentType === "xAxis") {
        const hit = datumNamed(chart, p.value);
        if (hit) report(latest, chart, hit, p.event);
      }
    });
    const paper = chart.getZr();
    paper.on("click", (event) => {
      const hit = event.target ? null : datumAt(chart, event);
      if (hit) report(latest, chart, hit, event);
    });
    paper.on("mousemove", (event) => {
      if (!event.target) paper.setCursorStyle(datumAt(chart, event) ? "pointer" : "default");
    });
  }

  function draw(node, chart, latest) {
    const { option, mapName, mapUrl } = latest.current;
    node.removeAttribute("data-rendered");
    return mapReady(mapName, mapUrl).then(
      () => {
        if (chart.isDisposed()) return;
        chart.setOption(cockpit.options.resolve(option, node, still()), { notMerge: true });
      },
      () => {
        node.setAttribute("data-rendered", "failed");
        node.setAttribute("data-message", "地图文件未能载入");
      },
    );
  }

  function start(node, latest, held) {
    const chart = window.echarts.init(node, null, { renderer: latest.current.renderer || "svg" });
    held.current = chart;
    live.add(chart);
    chart.on("finished", () => node.setAttribute("data-rendered", "true"));
    listen(chart, latest);
    draw(node, chart, latest);
  }

  /* An element without size can't be drawn: wait for it, and say so to whoever waits for charts. */
  function follow(node, latest, held) {
    const fit = () => {
      const seen = node.clientWidth > 0 && node.clientHeight > 0;
      if (!seen) return node.setAttribute("data-rendered", "hidden");
      if (!held.current) return start(node, latest, held);
      const size = [held.current.getWidth(), held.current.getHeight()];
      if (size[0] !== node.clientWidth || size[1] !== node.clientHeight) {
        node.removeAttribute("data-rendered");
        held.current.resize({ silent: true });
        draw(node, held.current, latest);
      }
    };
    const observer = new ResizeObserver(fit);
    observer.observe(node);
    fit();
    return observer;
  }

  function EChart(props) {
    const box = useRef(null);
    const held = useRef(null);
    const latest = useRef(props);
    const drawn = useRef(null);
    latest.current = props;

    useEffect(() => {
      const node = box.current;
      const observer = follow(node, latest, held);
      const refit = () => {
        if (held.current) draw(node, held.current, latest);
      };
      document.fonts.addEventListener("loadingdone", refit);
      return () => {
        document.fonts.removeEventListener("loadingdone", refit);
        observer.disconnect();
        if (held.current) {
          live.delete(held.current);
          held.current.dispose();
          held.current = null;
        }
      };
    }, [props.renderer]);

    useEffect(() => {
      const first = drawn.current === null;
      drawn.current = true;
      if (!first && held.current) draw(box.current, held.current, latest);
    }, [props.option, props.theme, props.mapName, props.mapUrl]);

    const height = props.height === undefined || props.height === null ? 280 : props.height;
    return createElement("div", {
      id: typeof props.id === "object" ? JSON.stringify(props.id) : props.id,
      ref: box,
      className: "echart" + (props.className ? " " + props.className : ""),
      style: { height, ...(props.style || {}) },
      "data-theme": props.theme,
      role: "img",
      tabIndex: 0,
      "aria-label": props.ariaLabel,
    });
  }

  /* Paper is narrower than the screen: with a viewBox the drawing scales into its tile. */
  window.addEventListener("beforeprint", () => {
    for (const chart of live) {
      const picture = chart.getDom().querySelector("svg");
      if (picture) picture.setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
    }
  });
  window.addEventListener("afterprint", () => {
    for (const chart of live) {
      const picture = chart.getDom().querySelector("svg");
      if (picture) picture.removeAttribute("viewBox");
    }
  });

  window.components = window.components || {};
  window.components.EChart = EChart;
})();
