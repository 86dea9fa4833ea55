/* The twin of frames/formats.py: same rounding, same words. */
(function () {
  "use strict";
  const DASH = "—";

  /* Round half up on the shortest decimal form, after moving the point by `shift` digits. */
  function round(value, digits, shift) {
    const size = Math.abs(value);
    if (size < 1e-6) return 0;
    const scaled = Math.round(Number(size + "e" + (digits + (shift || 0))));
    return Math.sign(value) * Number(scaled + "e-" + digits);
  }

  function group(value, digits) {
    const [whole, part] = Math.abs(value).toFixed(digits).split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
    return (value < 0 ? "-" : "") + grouped + (part ? "." + part : "");
  }

  function trim(value, digits, shift) {
    const text = group(round(value, digits, shift), digits);
    const short = text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
    return short === "-0" ? "0" : short;
  }

  function short(value) {
    const size = Math.abs(value);
    if (size >= 1e8 - 50) return trim(value, 2, -8) + "亿";
    if (size >= 1e4) return trim(value, 2, -4) + "万";
    const text = trim(value, size < 10 ? 2 : 1);
    return text === "10,000" ? "1万" : text === "-10,000" ? "-1万" : text;
  }

  function missing(value) {
    return value === null || value === undefined || value === "" || !Number.isFinite(Number(value));
  }

  function join(text, unit) {
    if (!unit || text === DASH) return text;
    return unit === "%" || /[万亿]$/.test(text) ? text + unit : text + " " + unit;
  }

  function number(raw, unit) {
    if (missing(raw)) return { text: DASH, unit: "", exact: DASH };
    const value = Number(raw);
    if (unit === "%") {
      const text = round(value, 1).toFixed(1);
      return { text: text === "-0.0" ? "0.0" : text, unit: "%", exact: trim(value, 4) + "%" };
    }
    return { text: short(value), unit: unit || "", exact: join(trim(value, 4), unit) };
  }

  function period(label) {
    const match = /^(\d{4})(?:-(Q[1-4]|\d{1,2})(?:-(\d{1,2}))?)?$/.exec(String(label));
    if (!match) return String(label);
    const [, year, part, day] = match;
    if (!part) return year + "年";
    if (part[0] === "Q") return year + "年" + "一二三四"[Number(part[1]) - 1] + "季度";
    return year + "年" + Number(part) + "月" + (day ? Number(day) + "日" : "");
  }

  const api = (window.cockpit = window.cockpit || /** @type {Cockpit} */ ({}));
  api.formats = { number, full: (v, u) => { const n = number(v, u); return join(n.text, n.unit); }, period };
})();
