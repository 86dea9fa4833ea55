/* Turns an option of plain JSON into one that ECharts can draw: named colours, sizes and functions. */
(function () {
  "use strict";
  const { formats } = window.cockpit;

  function escapeHtml(text) {
    const node = document.createElement("i");
    node.textContent = String(text);
    return node.innerHTML;
  }

  function itemValue(item) {
    const value = item && typeof item === "object" ? item.value : item;
    return Array.isArray(value) ? value[value.length - 1] : value;
  }

  function row(item, unit, several) {
    const own = item.data && item.data.unit !== undefined ? item.data.unit : unit;
    const name = several ? `<span class="tip-name">${item.marker || ""}${escapeHtml(item.seriesName)}</span>` : "";
    const note = item.data && item.data.note ? `<span class="tip-note">${escapeHtml(item.data.note)}</span>` : "";
    return `<div class="tip-row">${name}<b>${escapeHtml(formats.number(itemValue(item), own).exact)}</b></div>${note}`;
  }

  function fact([name, text]) {
    return `<div class="tip-row"><span class="tip-name">${escapeHtml(name)}</span><b>${escapeHtml(text)}</b></div>`;
  }

  /* What a click on a mark does: to its rows, or the page filtered by it. */
  function leads(data) {
    if (!data || !data.href) return "";
    const words = /\/drill\?/.test(data.href) ? "点击查看明细" : data.chosen ? "再点一次，取消筛选" : "点击筛选本页";
    return `<div class="tip-more">${words}</div>`;
  }

  function tip(info) {
    return (params) => {
      const items = Array.isArray(params) ? params : [params];
      const shown = items.filter((i) => !(i.data && i.data.silent));
      if (!shown.length) return "";
      const head = formats.period((shown[0].data && shown[0].data.title) || shown[0].name);
      const rows = shown.map((i) => row(i, info.unit, shown.length > 1 || info.several)).join("");
      const facts = ((shown[0].data && shown[0].data.facts) || []).map(fact).join("");
      const more = info.link ? shown.map((i) => leads(i.data)).find(Boolean) || "" : "";
      return `<div class="tip-head">${escapeHtml(head)}</div>${rows}${facts}${more}`;
    };
  }

  /* A period's label; the year of a label that is left out stands under the next one shown. */
  function axisLabel(info, index) {
    const labels = info.labels || [];
    const own = labels[index];
    if (!own || own.includes("\n")) return own;
    const before = labels.slice(Math.max(0, index - step(info, info.width)), index);
    const year = before.map((label) => label.split("\n")[1]).find(Boolean);
    return year ? own + "\n" + year : own;
  }

  const makers = {
    value: (unit) => (item) => formats.number(itemValue(item), unit).text + (unit === "%" ? "%" : ""),
    tick: (unit) => (value) => formats.number(value, unit).text.replace(/\.0$/, "") + (unit === "%" ? "%" : ""),
    full: (unit) => (item) => formats.full(itemValue(item), unit),
    named: (unit) => (item) => `${item.name}  ${formats.full(itemValue(item), unit)}`,
    axis: (_unit, info) => (value, index) => axisLabel(info, index) || String(value),
    short: (_unit, info) => (item) => {
      if (info.crowdedAbove > Math.min(info.width, info.height) && (info.crowded || []).includes(item.name)) return "";
      return item.name === "经开区" ? item.name : String(item.name).replace(/^(..+)区$/, "$1");
    },
    stacked: (unit) => (item) => `${item.name}\n${formats.full(itemValue(item), unit)}`,
  };

  /* On paper a colour may have a tone of its own, which a black-and-white print tells from the others. */
  function colour(style, name, alpha, paper) {
    const own = paper ? style.getPropertyValue("--paper-" + name).trim() : "";
    const raw = own || style.getPropertyValue("--" + name).trim();
    if (alpha === undefined || !/^#[0-9a-f]{6}$/i.test(raw)) return raw || "currentColor";
    const part = (at) => parseInt(raw.slice(at, at + 2), 16);
    return `rgba(${part(1)},${part(3)},${part(5)},${alpha})`;
  }

  /* Show every month, every second, third …: the same distance everywhere, whatever the width. */
  function step(info, width) {
    const each = Math.max(1, (width - 70) / Math.max(1, (info.labels || []).length));
    const apart = parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--chart-axis")) * 2.5;
    return ([1, 2, 3, 6, 12, 24].find((n) => n * each >= apart) || 48) - 1;
  }

  /* The room of the names beside bars: what the longest needs, at most somewhat under half. */
  function namesWidth(style, info, ems) {
    const size = parseFloat(style.getPropertyValue("--chart-axis")) || 12;
    return Math.round(Math.min(info.width * 0.46, ems * size + 4));
  }

  /* A ring as large as its box allows with labels on both sides. */
  function radius(info) {
    return Math.max(36, Math.min(info.height * 0.36, info.width / 2 - 92));
  }

  /* The size of a text of `ems` widths that fits the ring's hole. */
  function ringText(style, info, ems) {
    const largest = parseFloat(style.getPropertyValue("--chart-total")) || 26;
    return Math.min(largest, Math.floor((radius(info) * 0.7 * 2 * 0.84) / ems));
  }

  function pixels(style, name) {
    const size = parseFloat(style.getPropertyValue("--" + name));
    return Number.isNaN(size) ? 12 : size;
  }

  function word(text, style, info) {
    const [kind, name, extra] = text.slice(1).split(":");
    if (kind === "color") return colour(style, name, undefined, info.paper);
    if (kind === "alpha") return colour(style, name, Number(extra), info.paper);
    if (kind === "px") return pixels(style, name) * Number(extra || 1);
    if (kind === "radius") return radius(info) * Number(name);
    if (kind === "ring") return ringText(style, info, Number(name));
    if (kind === "names") return namesWidth(style, info, Number(name));
    if (kind === "step") return step(info, info.width);
    if (kind === "tip") return tip(info);
    if (kind === "fmt" && makers[name]) return makers[name](extra === undefined ? info.unit : extra, info);
    return text;
  }

  function walk(value, style, info) {
    if (typeof value === "string") return /^@(color|alpha|px|tip|fmt|step|radius|ring|names)\b/.test(value) ? word(value, style, info) : value;
    if (Array.isArray(value)) return value.map((item) => walk(item, style, info));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, style, info)]));
  }

  /* A legend that needs several lines pushes the plot down. */
  function roomForLegend(out, info) {
    if (!out.legend || !out.legend.show || !out.grid) return;
    const size = out.legend.textStyle.fontSize;
    const names = out.legend.data || out.series.map((series) => series.name);
    let lines = 1;
    let used = 0;
    for (const name of names) {
      const width = 31 + size * String(name).length;
      if (used + width > info.width - 14 && used) {
        lines += 1;
        used = 0;
      }
      used += width;
    }
    out.grid.top += (lines - 1) * (size + 12);
  }

  /* A low chart has fewer ticks, so that their names keep apart. */
  function roomForTicks(out, info, style) {
    const axis = out.yAxis;
    if (!axis || axis.type !== "value" || axis.interval) return;
    const plot = info.height - (out.grid ? out.grid.top : 0) - 2.6 * pixels(style, "chart-axis");
    axis.splitNumber = Math.max(1, Math.min(axis.splitNumber || 3, Math.floor(plot / (2.3 * pixels(style, "chart-axis")))));
  }

  /* The width of a text in units of its size, as options.py has it. */
  const ems = (text) => [...String(text)].reduce((sum, one) => sum + (one.codePointAt(0) < 128 ? 0.58 : 1), 0);

  const WORDS_PX = 14;

  /* Bars that have no room are left out, and the tile says how many (with those left out before). The names have
     the room that those need which show. */
  function roomForRows(out, info, style, node) {
    if (info.rows === undefined) return;
    const names = out.yAxis.data;
    const [letter, row] = [pixels(style, "chart-axis"), pixels(style, "chart-row")];
    const fitting = (size) => Math.max(1, Math.floor(info.height / size));
    const longest = (most) => Math.max(...names.slice(0, most).map(ems));
    const wraps = longest(fitting(row)) * letter > 0.46 * info.width;
    const size = Math.max(row, wraps ? 2.7 * letter : 0);
    /* The words that say so stand below the bars; a box that changed its size for them would be drawn twice. */
    const words = info.rows || names.length > fitting(size) ? WORDS_PX : 0;
    const most = Math.max(1, Math.floor((info.height - words) / size));
    const hidden = info.rows + Math.max(0, names.length - most);
    out.yAxis.data = names.slice(0, most);
    out.yAxis.axisLabel.width = namesWidth(style, info, longest(most));
    for (const series of out.series) series.data = series.data.slice(0, most);
    /* Few bars stay close together at the top. */
    const used = Math.min(names.length, most) * size * 1.9;
    out.grid.bottom += Math.max(words, info.height - used);
    const holder = node.closest(".tile-body") || node;
    const said = hidden ? String(hidden) : undefined;
    if (holder.dataset.hidden === said) return;
    if (said) holder.dataset.hidden = said;
    else delete holder.dataset.hidden;
  }

  /* A map beside which a card of its districts may stand keeps to the middle only where it is wide. */
  const CARD_PX = 292;

  function roomForCard(out, info) {
    if (!info.card) return;
    out.geo.layoutCenter = [info.width >= info.height + 2 * CARD_PX ? "50%" : "44%", "50%"];
  }

  function resolve(option, node, still, size, paper = false) {
    const { cockpit, ...rest } = option || {};
    const info = { ...cockpit, width: size.width, height: size.height, paper };
    const style = getComputedStyle(node);
    /* Names of small areas need a map of some 34 times their size. */
    info.crowdedAbove = 34 * pixels(style, "chart-map");
    const out = walk(rest, style, info);
    roomForLegend(out, info);
    roomForTicks(out, info, style);
    roomForRows(out, info, style, node);
    roomForCard(out, info);
    if (still) out.animation = false;
    return out;
  }

  /* Any plain JSON with named colours and sizes resolved for `node`. */
  const words = (value, node, paper = false) =>
    walk(value, getComputedStyle(node), { width: node.clientWidth, height: node.clientHeight, paper });

  window.cockpit.options = { resolve, words };
})();
