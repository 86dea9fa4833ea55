/* The choice of an indicator: a button, and a panel of links that are found by name, code or pinyin. */
(function () {
  "use strict";
  const { createElement: el, useEffect, useRef, useState } = window.React;
  const { cockpit } = window;

  const fits = (pick, text) => text.split(/\s+/).filter(Boolean).every((word) =>
    cockpit.names(pick, word) || pick.code.toLowerCase().includes(word.toLowerCase()) || pick.group.includes(word));

  function go(event, href, close) {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    close(true);
    cockpit.go(href);
  }

  function links(picks, close) {
    const out = [];
    let group = "";
    for (const pick of picks) {
      if (pick.group !== group) {
        group = pick.group;
        out.push(el("p", { key: "g" + group, className: "choice-group" }, group));
      }
      out.push(el("a", { key: pick.code, className: "pick", href: pick.href, "aria-current": pick.chosen || undefined,
        onClick: (event) => go(event, pick.href, close) },
        el("span", null, pick.label), el("small", null, `${pick.code}　${pick.unit}`)));
    }
    return out;
  }

  function Panel({ label, picks, close }) {
    const [text, setText] = useState("");
    const box = useRef(null);
    const shown = picks.filter((pick) => fits(pick, text));
    useEffect(() => {
      box.current.querySelector("input").focus();
      const now = box.current.querySelector("[aria-current]");
      if (now) now.scrollIntoView({ block: "center" });
    }, []);
    useEffect(() => {
      if (text) box.current.querySelector(".picks").scrollTop = 0;
    }, [text]);
    const keys = (event) => {
      if (event.nativeEvent.isComposing) return; // the input method's own keys
      const stops = [...box.current.querySelectorAll("input, a")];
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        const next = stops[stops.indexOf(document.activeElement) + step];
        if (next) next.focus();
      } else if (event.key === "Enter" && event.target.tagName === "INPUT") {
        event.preventDefault();
        if (shown.length) go(event, shown[0].href, close);
      } else if (event.key === "Escape") {
        event.stopPropagation();
        if (text) setText("");
        else close(true);
      }
    };
    return el("div", { className: "pick-panel", role: "dialog", "aria-label": `选择${label}`, ref: box, onKeyDown: keys },
      el("input", { type: "search", className: "choice-search", placeholder: "名称、编号或拼音首字母",
        "aria-label": `查找${label}`, value: text, autoComplete: "off", onChange: (e) => setText(e.target.value) }),
      el("div", { className: "picks", tabIndex: -1 }, links(shown, close),
        !shown.length && el("p", { className: "choice-none", role: "status" }, "没有匹配的指标")));
  }

  function IndicatorPicker({ label, picks }) {
    const [open, setOpen] = useState(false);
    const box = useRef(null);
    const now = picks.find((pick) => pick.chosen);
    const close = (back) => {
      setOpen(false);
      if (back) box.current.querySelector("button").focus();
    };
    useEffect(() => {
      if (!open) return undefined;
      const leave = (event) => !box.current.contains(event.target) && close(false);
      document.addEventListener("mousedown", leave);
      return () => document.removeEventListener("mousedown", leave);
    }, [open]);
    return el("div", { className: "picker", ref: box },
      el("button", { type: "button", className: "pick-button", "aria-expanded": open, "aria-haspopup": "dialog",
        "aria-label": `${label}：${now ? now.label : "未选择"}，点击更换`, onClick: () => setOpen(!open) },
        el("span", null, now ? now.label : "请选择"), el("span", { className: "icon icon-down", "aria-hidden": true })),
      open && el(Panel, { label, picks, close }));
  }

  window.components = Object.assign(window.components || {}, { IndicatorPicker });
})();
