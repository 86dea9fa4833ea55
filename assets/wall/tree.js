/* Draws the trees that the server sends (elements of dash.html, links, our charts), without a framework. */
(function () {
  "use strict";
  const { cockpit } = window;
  const NAMES = { className: "class", htmlFor: "for", tabIndex: "tabindex", dateTime: "datetime", colSpan: "colspan", rowSpan: "rowspan" };

  function assign(node, props) {
    for (const [name, value] of Object.entries(props)) {
      if (name === "children" || value === null || value === undefined || value === false) continue;
      if (name === "style") Object.assign(node.style, value);
      else if (name === "id" && typeof value === "object") node.id = JSON.stringify(value);
      else node.setAttribute(NAMES[name] || name, value === true ? "" : value);
    }
  }

  function box(props) {
    const node = document.createElement("div");
    const { style, ...rest } = cockpit.chartBox(props);
    const height = typeof style.height === "number" ? `${style.height}px` : style.height;
    assign(node, { ...rest, style: { ...style, height } });
    const { cockpit: facts = {}, yAxis } = props.option || {};
    if (facts.rows !== undefined) node.dataset.rows = yAxis.data.length;
    return node;
  }

  /* The pages of single records belong to the desk: on a wall their names are words, not links. */
  function link(props, charts) {
    const { href, ...rest } = props;
    const leads = !href || window.wall.isDrill(href);
    const node = document.createElement(leads ? "a" : "span");
    assign(node, leads ? props : rest);
    node.append(build(props.children, charts));
    return node;
  }

  /* The node of a tree; charts are noted in `charts`, to be drawn once the node has a size. */
  function build(item, charts) {
    if (item === null || item === undefined || typeof item === "boolean") return document.createDocumentFragment();
    if (Array.isArray(item)) {
      const all = document.createDocumentFragment();
      all.append(...item.map((one) => build(one, charts)));
      return all;
    }
    if (typeof item !== "object") return document.createTextNode(String(item));
    const props = item.props || {};
    if (item.type === "EChart") {
      const node = box(props);
      charts.push({ node, props });
      return node;
    }
    if (item.type === "Link") return link(props, charts);
    const node = document.createElement(item.type.toLowerCase());
    assign(node, props);
    node.append(build(props.children, charts));
    return node;
  }

  /* A tree drawn into `holder`, hidden until `show`; `options` are further properties of its charts. */
  cockpit.draw = function (holder, tree, options) {
    const charts = [];
    const node = document.createElement("div");
    node.className = "drawn is-waiting";
    node.append(build(tree, charts));
    holder.append(node);
    const mounted = charts.map((chart) => cockpit.mount(chart.node, { ...chart.props, ...options }));
    return {
      node,
      boxes: charts,
      charts: () => mounted.map((one) => one.chart()).filter(Boolean),
      show: () => node.classList.remove("is-waiting"),
      end() {
        mounted.forEach((one) => one.end());
        node.remove();
      },
    };
  };
})();
