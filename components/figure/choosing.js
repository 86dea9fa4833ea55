/* Marks that were chosen, as the next address: a page filtered by them; the same ones again take it off. */
(function () {
  "use strict";
  const figures = (window.cockpit.figures = window.cockpit.figures || {});
  const MISSING = "未填写";
  const TIMES = ["start", "end", "period"];

  const same = (one, other) => one.length === other.length && one.every((code) => other.includes(code));

  /* Codes of each dimension among marks; a mark's data are its codes, then the number of its period. */
  function gathered(marks, choose) {
    const members = choose.by.map((_, n) => [...new Set(marks.map((m) => m[n]).filter((c) => c !== null && c !== undefined))]);
    const periods = marks.map((m) => m[choose.by.length]).filter((n) => Number.isInteger(n));
    return { members, periods };
  }

  function narrowed(choose, members) {
    return choose.by
      .map((name, n) => ({ name, codes: members[n], chosen: choose.chosen[n], shown: choose.shown[n] }))
      .filter(({ codes, chosen, shown }) => codes.length && !same(codes, chosen) && !(same(codes, shown) && !chosen.length));
  }

  /* A part of the months shown; nothing where it is all of them. */
  function span(choose, periods) {
    const pieces = choose.periods || [];
    if (!periods.length || !pieces.length) return null;
    const [first, last] = [Math.min(...periods), Math.max(...periods)];
    return first > 0 || last < pieces.length - 1 ? [pieces[first][0], pieces[last][1]] : null;
  }

  /* More members than an address should hold. */
  const MOST = 200;
  figures.tooMany = (choose, marks) => Math.max(0, ...gathered(marks, choose).members.map((codes) => codes.length)) > MOST;

  /* The query that a choice leads to. `alone`: one mark was clicked, whose period is not meant. */
  figures.next = function (search, choose, marks, alone) {
    const query = new URLSearchParams(search);
    const { members, periods } = gathered(marks, choose);
    const fresh = narrowed(choose, members);
    const days = alone ? null : span(choose, periods);
    fresh.forEach(({ name, codes }) => query.set(name, codes.map((code) => code || MISSING).join(",")));
    if (days) {
      TIMES.forEach((name) => query.delete(name));
      query.set("start", days[0]);
      query.set("end", days[1]);
    }
    if (!fresh.length && !days) {
      choose.by.forEach((name, n) => members[n].length && query.delete(name));
      if (!alone && query.has("start")) TIMES.forEach((name) => query.delete(name));
    }
    return query.toString().replace(/%2C/g, ",");
  };
})();
