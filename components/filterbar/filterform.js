/* The filter panel: reads fields, writes the next URL. No state survives but the URL. */
(function () {
  "use strict";
  const { createElement: el, useEffect, useRef, useState } = window.React;

  function zh(day) {
    const [y, m, d] = (day || "").split("-").map(Number);
    return y ? `${y}年${m}月${d}日` : "未选择";
  }

  /* The browser's own date field, with its text in Chinese whatever language the browser speaks. */
  function Day({ label, value, min, max, onChange }) {
    const field = useRef(null);
    const open = () => field.current.showPicker && field.current.showPicker();
    return el("label", { className: "day-field" },
      el("span", { className: "field-label" }, label),
      el("span", { className: "day-box" },
        el("span", { className: "day-text", "aria-hidden": true }, zh(value)),
        el("input", { type: "date", ref: field, value: value || "", min, max, lang: "zh-CN", onClick: open,
          onChange: (e) => onChange(e.target.value) })));
  }

  function Presets({ presets, chosen, onPick }) {
    return el("div", { className: "segments", role: "group", "aria-label": "时期" },
      presets.map((p, i) => el("button", { type: "button", key: p.label, className: "segment",
        "aria-pressed": chosen === i, onClick: () => onPick(i) }, p.label)),
      el("button", { type: "button", className: "segment", "aria-pressed": chosen < 0,
        onClick: () => onPick(-1) }, "自定义"));
  }

  function toggled(list, value) {
    return list.includes(value) ? list.filter((v) => v !== value) : [...list, value];
  }

  const LONG = 12; // options that need no search field
  const WAIT_MS = 120; // typing goes on
  const MOST = 20; // members that are looked up at a time

  /* What is typed, less what an input method puts between syllables. */
  const typedIn = (text) => text.trim().replace(/['’]/g, "").slice(0, 60);

  /* Whether what is typed names an option: a part of its label, its pinyin from a syllable on, first letters. */
  function names(option, text) {
    const typed = typedIn(text).toLowerCase();
    if (option.label.toLowerCase().includes(typed)) return true;
    const parts = (option.pinyin || "").split(" ");
    if (!parts[0]) return false;
    const letters = parts.map((part) => part[0]).join("");
    return letters.includes(typed) || parts.some((_, at) => parts.slice(at).join("").startsWith(typed));
  }

  window.cockpit.names = names;

  /* Members of a long list that the server finds: for which text, and what is wrong where it cannot. */
  function useFound(address, text) {
    const [found, setFound] = useState({ text: "", members: [], wrong: "" });
    useEffect(() => {
      if (!address || !typedIn(text)) {
        setFound({ text, members: [], wrong: "" });
        return undefined;
      }
      const stop = new AbortController();
      const ask = async () => {
        try {
          const url = `${address}?limit=${MOST}&q=${encodeURIComponent(typedIn(text))}`;
          const answer = await fetch(window.cockpit.address(url), { signal: stop.signal, credentials: "same-origin" });
          if (!answer.ok) throw new Error(String(answer.status));
          const members = (await answer.json()).members.map((m) => ({ value: m.code, label: m.name, hint: m.hint }));
          setFound({ text, members, wrong: members.length ? "" : "没有匹配的选项" });
        } catch (problem) {
          if (problem.name !== "AbortError") setFound({ text, members: [], wrong: "暂时不能查找，请稍后再试" });
        }
      };
      const timer = setTimeout(ask, WAIT_MS);
      return () => {
        clearTimeout(timer);
        stop.abort();
      };
    }, [address, text]);
    return found;
  }

  /* The options to show and, where there are none, why. */
  function offered(choice, selected, text, known, found) {
    if (!choice.find) {
      const shown = choice.options.filter((o) => names(o, text));
      return [shown, shown.length ? "" : "没有匹配的选项"];
    }
    const chosen = selected.map((value) => known[value] || { value, label: value });
    const rest = [...found.members, ...choice.options.filter((o) => names(o, text))].filter(
      (o, at, all) => !selected.includes(o.value) && all.findIndex((other) => other.value === o.value) === at);
    return [[...chosen, ...rest], rest.length ? "" : found.wrong];
  }

  /* Arrows go through the options and back to the search field. While something is searched Enter takes an option,
     the first one from the field; otherwise it applies the panel, as in any form. */
  function steps(event, box, typed, first) {
    const boxes = [...box.querySelectorAll("input")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const next = boxes[boxes.indexOf(document.activeElement) + step];
      if (next) next.focus();
    } else if (event.key === "Enter" && typed) {
      event.preventDefault();
      if (event.target.type === "checkbox") event.target.click();
      else first();
    }
  }

  function Choice({ choice, selected, onChange }) {
    const [text, setText] = useState("");
    const [known, setKnown] = useState(() => Object.fromEntries(choice.options.map((o) => [o.value, o])));
    const box = useRef(null);
    const waiting = useRef(false);
    const found = useFound(choice.find, text);
    const [shown, none] = offered(choice, selected, text, known, found);
    const toggle = (o) => {
      setKnown({ ...known, [o.value]: o });
      onChange(toggled(selected, o.value));
    };
    const rows = [];
    let group = "";
    shown.forEach((o) => {
      if (o.group && o.group !== group) {
        group = o.group;
        rows.push(el("p", { key: "g" + group, className: "choice-group" }, group));
      }
      rows.push(el("label", { key: o.value, className: "check" },
        el("input", { type: "checkbox", checked: selected.includes(o.value), onChange: () => toggle(o) }),
        el("span", null, o.label, o.hint && el("small", { className: "check-hint" }, o.hint))));
    });
    /* Enter may come before the answer does: then the first of what is found is taken. */
    const first = () => {
      waiting.current = Boolean(choice.find) && found.text !== text;
      const open = !waiting.current && shown.find((o) => !selected.includes(o.value));
      if (!open) return;
      toggle(open);
      setText("");
    };
    useEffect(() => {
      if (waiting.current) first();
    }, [found]);
    const keys = (e) => {
      if (e.nativeEvent.isComposing) return; // the input method's own keys
      if (e.key === "Escape" && text) {
        e.stopPropagation();
        setText("");
      } else steps(e, box.current, typedIn(text), first);
    };
    const what = choice.find ? `查找${choice.label}：名称、简称或拼音首字母` : "查找" + choice.label;
    const search = (choice.find || choice.options.length > LONG) && el("input", { type: "search",
      className: "choice-search", placeholder: what, "aria-label": what, value: text, autoComplete: "off",
      onChange: (e) => setText(e.target.value) });
    return el("fieldset", { className: "choice" + (choice.find ? " choice-wide" : ""), ref: box, onKeyDown: keys },
      el("legend", { className: "field-label" }, choice.label,
        selected.length > 0 && el("span", { className: "count" }, selected.length)),
      search,
      el("div", { className: "checks" }, rows, none && el("p", { className: "choice-none", role: "status" }, none)));
  }

  function initial(f) {
    const active = f.presets.findIndex((p) => p.active);
    const chosen = Object.fromEntries(f.choices.map((c) => [c.param, [...c.selected]]));
    return { as_of: f.as_of, start: f.start, end: f.end, preset: active, chosen };
  }

  function address(f, s) {
    const query = new URLSearchParams(f.keep);
    const set = (name, value) => value && query.set(name, value);
    /* The newest day is what a page shows by itself: naming it would pin the page to today's data. */
    if (f.as_of_given && s.as_of !== f.latest) set(f.as_of_param, s.as_of);
    if (s.preset >= 0) Object.entries(f.presets[s.preset].params).forEach(([k, v]) => set(k, v));
    else if (f.with_period) {
      set(f.start_param, s.start);
      set(f.end_param, s.end);
    }
    f.choices.forEach((c) => set(c.param, s.chosen[c.param].join(f.separator)));
    const text = query.toString().replace(/%2C/g, ",");
    return f.path + (text ? "?" + text : "");
  }

  function problem(f, s) {
    if (f.with_period && s.preset < 0 && s.start && s.end && s.start > s.end) return "开始日期晚于结束日期";
    return "";
  }

  function Times({ f, s, patch }) {
    const days = { min: f.earliest || undefined, max: f.latest || undefined };
    const custom = f.with_period && s.preset < 0;
    return el("div", { className: "times" },
      f.as_of_given && el(Day, { label: "截至日期", value: s.as_of, ...days, onChange: (v) => patch({ as_of: v }) }),
      f.with_period && el("div", { className: "period-field" },
        el("span", { className: "field-label" }, "时期"),
        el(Presets, { presets: f.presets, chosen: s.preset, onPick: (i) => patch({ preset: i }) })),
      custom && el(Day, { label: "从", value: s.start, ...days, onChange: (v) => patch({ start: v }) }),
      /* A period may go on after the data, as a year does; it is counted up to the as-of day. */
      custom && el(Day, { label: "到", value: s.end, min: days.min, onChange: (v) => patch({ end: v }) }));
  }

  function Panel({ f, close }) {
    const [s, setState] = useState(() => initial(f));
    const patch = (part) => setState({ ...s, ...part });
    const wrong = problem(f, s);
    const box = useRef(null);
    useEffect(() => box.current.focus(), []);
    const apply = (event) => {
      event.preventDefault();
      if (wrong) return;
      close();
      window.cockpit.go(address(f, s));
    };
    return el("form", { className: "filter-panel", onSubmit: apply, role: "dialog", "aria-label": f.label || "筛选条件",
      tabIndex: -1, ref: box },
      el("div", { className: "panel-body" },
        (f.as_of_given || f.with_period) && el(Times, { f, s, patch }),
        el("div", { className: "choices" }, f.choices.map((c) => el(Choice, { key: c.param, choice: c,
          selected: s.chosen[c.param], onChange: (v) => patch({ chosen: { ...s.chosen, [c.param]: v } }) })))),
      el("div", { className: "panel-foot" },
        wrong && el("span", { className: "panel-wrong", role: "alert" }, wrong),
        el("button", { type: "button", className: "button quiet", onClick: close }, "取消"),
        el("button", { type: "submit", className: "button", disabled: Boolean(wrong) }, "应用")));
  }

  function FilterForm(props) {
    const [open, setOpen] = useState(false);
    const box = useRef(null);
    const button = useRef(null);
    const f = { ...props.fields, as_of_given: Boolean(props.fields.as_of) };
    /* The focus goes back to where the panel was opened, not into the void. */
    const close = () => {
      setOpen(false);
      button.current.focus({ preventScroll: true });
    };
    useEffect(() => {
      if (!open) return undefined;
      const leave = (e) => {
        if (e.key === "Escape") close();
        else if (e.type === "mousedown" && !box.current.contains(e.target)) setOpen(false);
      };
      document.addEventListener("keydown", leave);
      document.addEventListener("mousedown", leave);
      return () => {
        document.removeEventListener("keydown", leave);
        document.removeEventListener("mousedown", leave);
      };
    }, [open]);
    return el("div", { className: "filter-form" + (open ? " is-open" : ""), id: props.id, ref: box },
      el("button", { type: "button", className: "filter-button", "aria-expanded": open, "aria-haspopup": "dialog",
        ref: button, onClick: () => setOpen(!open) },
        el("span", { className: `icon icon-${f.icon || "filter"}`, "aria-hidden": true }), f.label || "筛选"),
      open && el("div", { className: "panel-veil", onClick: () => setOpen(false) }),
      open && el(Panel, { f, close }));
  }

  window.components = window.components || {};
  window.components.FilterForm = FilterForm;
})();
