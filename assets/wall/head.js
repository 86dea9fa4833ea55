/* The title bar: name, scenes, the day, how old the data are, and the wall's few controls. */
(function () {
  "use strict";
  const { wall } = window;
  const { element, button } = wall;
  const DAY_MS = 86400000;
  const ZONE = "Asia/Shanghai";
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE });
  const clock = new Intl.DateTimeFormat("zh-CN", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hour12: false });
  const words = new Intl.DateTimeFormat("zh-CN", { timeZone: ZONE, year: "numeric", month: "long", day: "numeric", weekday: "long" });

  /* How far a day lies back from today, in words; empty for a day to come. */
  function relative(date, now) {
    const days = Math.round((Date.parse(day.format(now)) - Date.parse(date)) / DAY_MS);
    if (!(days >= 0)) return "";
    if (days < 3) return ["今天", "昨天", "前天"][days];
    if (days < 60) return `${days} 天前`;
    return days < 700 ? `${Math.round(days / 30.44)} 个月前` : `${Math.round(days / 365.25)} 年前`;
  }
  wall.relative = relative;

  function sceneButtons(show) {
    const row = element("nav", "bar-scenes");
    row.setAttribute("aria-label", "场景");
    for (const scene of wall.config.scenes) {
      const one = element("button", "bar-scene", scene.title);
      one.type = "button";
      one.dataset.scene = scene.key;
      one.addEventListener("click", () => show(scene.key));
      row.append(one);
    }
    return row;
  }

  function title() {
    const mark = element("span", "brand-mark");
    mark.setAttribute("aria-hidden", "true");
    const name = element("h1", "", wall.config.title);
    return element("div", "bar-name", mark, element("div", "", name, element("small", "", wall.config.owner)));
  }

  /* `act`: show(scene), pause(), full(), drop(dimension), desk(), shot() – what the controls do. */
  wall.buildHead = function (act) {
    const own = { now: () => new Date() };
    const date = element("span", "bar-date");
    const time = element("b", "bar-clock");
    const facts = element("div", "bar-facts");
    const chosen = element("div", "bar-chosen");
    const scenes = sceneButtons(act.show);
    const pause = button("pause", "暂停轮播（空格键）", act.pause);
    const full = button("fullscreen", "全屏（F 键）", act.full);
    const desk = button("overview", "回到报表页面", act.desk);
    const shot = button("camera", "制作快照", act.shot);
    const controls = element("div", "bar-controls", desk, shot, pause, full);
    const today = element("div", "bar-today", time, date);
    own.node = element("header", "bar", title(), scenes, chosen, facts, today, controls);
    let data = null;
    let broken = false;

    function fact(name, text, title) {
      const node = element("span", "bar-fact", element("span", "bar-label", name), text);
      if (title) node.title = title;
      return node;
    }

    function drawFacts() {
      facts.replaceChildren();
      if (broken) {
        const known = data && data.date_words ? `数据截至 ${data.date_words}，连接中断` : "连接中断";
        const mark = element("span", "bar-broken", known);
        mark.setAttribute("role", "alert");
        facts.append(mark);
      }
      if (!data || !data.version) return;
      if (data.trouble && !broken) {
        const mark = element("span", "bar-broken", "最新数据读不出，显示较早版本");
        mark.setAttribute("role", "alert");
        mark.title = data.trouble;
        facts.append(mark);
      }
      if (data.demonstration) facts.append(element("span", "demo-badge", "演示数据"));
      const age = relative(data.date, own.now());
      const until = fact("数据截至", `${data.date_words}${age ? `（${age}）` : ""}`, "");
      const version = fact(data.archived ? "存档版本" : "版本", data.version, `发布于 ${data.published_at}`);
      version.append(element("span", "bar-published", `，${data.published}`));
      const second = element("span", "bar-second", version, fresh(data));
      facts.append(element("span", "bar-lines", ...(broken ? [] : [until]), second));
    }

    function fresh(known) {
      if (!known.sources) return "";
      const late = known.late_sources;
      const sign = element("span", `light-shape ${late ? "triangle" : "circle"}`);
      sign.setAttribute("aria-hidden", "true");
      const text = late ? `${late} 张数据表逾期` : "数据均按期";
      const link = element("a", `bar-fresh light ${late ? "light-yellow" : "light-green"}`, sign, text);
      link.href = known.sources;
      return link;
    }

    /* Answers whether another day has begun. */
    own.tick = function (now) {
      own.now = () => now;
      time.textContent = clock.format(now);
      if (date.textContent === words.format(now)) return false;
      date.textContent = words.format(now);
      drawFacts();
      return true;
    };
    own.data = (latest) => {
      data = latest;
      drawFacts();
    };
    own.mark = (isBroken) => {
      if (broken === isBroken) return;
      broken = isBroken;
      own.node.classList.toggle("is-broken", broken);
      drawFacts();
    };
    own.scene = (key) => {
      for (const one of scenes.children) {
        if (one.dataset.scene === key) one.setAttribute("aria-current", "true");
        else one.removeAttribute("aria-current");
      }
    };
    own.chosen = (list) => {
      const chips = list.map((one) => {
        const chip = element("button", "bar-chip", one.name, element("span", "icon icon-close"));
        chip.type = "button";
        chip.setAttribute("aria-label", `取消选择${one.name}`);
        chip.addEventListener("click", () => act.drop(one.dimension));
        return chip;
      });
      chosen.replaceChildren(...chips);
    };
    /* Says once that some of what shows doesn't follow the choice: those carry the mark. */
    own.partly = (some) => {
      if (some) chosen.append(element("span", "bar-note", "标“全市”的除外"));
    };
    own.paused = (paused) => {
      pause.classList.toggle("is-paused", paused);
      pause.setAttribute("aria-pressed", String(paused));
      pause.title = paused ? "继续轮播（空格键）" : "暂停轮播（空格键）";
      pause.setAttribute("aria-label", pause.title);
      pause.firstChild.className = `icon icon-${paused ? "play" : "pause"}`;
    };
    return own;
  };
})();
