/* The Dash component that draws a tree of finished elements in one piece. */
(function () {
  "use strict";
  const { createElement, useEffect, useRef } = window.React;
  const OWN = "components";

  function go(event, href) {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    window.cockpit.go(href);
  }

  function link(props, inside) {
    const { href, ...rest } = props;
    return createElement("a", { ...rest, href, onClick: (event) => go(event, href) }, ...inside);
  }

  /* A field belongs to the reader while he writes; it follows the address where that changes. */
  function Field(props) {
    const box = useRef(null);
    const { defaultValue, defaultChecked } = props;
    useEffect(() => {
      if (defaultValue !== undefined && box.current.value !== defaultValue) box.current.value = defaultValue;
      if (defaultChecked !== undefined) box.current.checked = defaultChecked;
    }, [defaultValue, defaultChecked]);
    return createElement("input", { ...props, ref: box });
  }

  function field(props) {
    const { value, ...rest } = props;
    return createElement(Field, value === undefined ? rest : { ...rest, defaultValue: value });
  }

  function attributes(props) {
    const { children, id, ...rest } = props;
    return id === undefined ? rest : { ...rest, id: typeof id === "object" ? JSON.stringify(id) : id };
  }

  function list(children) {
    if (children === null || children === undefined) return [];
    return (Array.isArray(children) ? children : [children]).map(draw);
  }

  function draw(item) {
    if (item === null || item === undefined || typeof item === "boolean") return null;
    if (Array.isArray(item)) return createElement(window.React.Fragment, null, ...item.map(draw));
    if (typeof item !== "object") return String(item);
    const props = item.props || {};
    const inside = list(props.children);
    const own = attributes(props);
    if (item.namespace === OWN) return createElement(window[OWN][item.type], own);
    if (item.type === "Link") return link(own, inside);
    if (item.type === "Input") return field(own);
    if (item.type === "input") return createElement(Field, own);
    return createElement(item.type.toLowerCase(), own, ...inside);
  }

  function Markup(props) {
    return draw(props.tree) || null;
  }

  window.cockpit.tree = (tree) => draw(tree) || null;
  window[OWN] = Object.assign(window[OWN] || {}, { Markup });
})();
