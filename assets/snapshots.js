/* 快照: asked for, followed while the reader goes on, called off, taken. */
(function () {
  "use strict";
  const PATH = "/briefings/snapshots";
  const LOOK_MS = 600;
  const pause = () => new Promise((done) => setTimeout(done, LOOK_MS));

  function link(words, href, name) {
    const node = document.createElement("a");
    node.textContent = words;
    node.href = href;
    node.className = name;
    if (href.startsWith("/artefacts/")) node.download = "";
    return node;
  }

  /* `tell(...what)` shows how far it is; resolves when it is over. */
  async function follow(job, tell, alone) {
    for (;;) {
      const answer = await fetch(`${PATH}/${job}`, { credentials: "same-origin" });
      const now = await answer.json();
      if (!answer.ok) throw new Error(now.error || "任务状态读不出来");
      if (now.state === "done") return tell(`已完成，验证码 ${now.code}　`, link("下载", now.href, "shot-link"), "　", link("在归档中查看", `/briefings?code=${now.code}`, "shot-link"));
      if (now.state === "failed") throw new Error(now.error || "没有完成");
      if (now.state === "cancelled") return tell("已取消");
      const share = now.state === "running" ? ` ${Math.round(now.share * 100)}% ${now.phase}` : alone ? "，后台处理程序没有运行" : "";
      tell(`${now.words}${share}…`);
      await pause();
    }
  }

  const call = (job) => window.cockpit.send(`${PATH}/${job}/cancel`);

  /* A note at the edge of the window: menus shut, and pages change, while a snapshot is made. */
  function note() {
    const words = document.createElement("p");
    words.setAttribute("role", "status");
    const [cancel, shut] = ["取消", "关闭"].map((word) => Object.assign(document.createElement("button"), { type: "button", className: "button quiet", textContent: word, hidden: true }));
    const box = document.createElement("aside");
    box.className = "shot-note";
    box.setAttribute("aria-label", "快照进度");
    box.append(words, cancel, shut);
    shut.onclick = () => box.remove();
    document.body.append(box);
    const over = () => { cancel.hidden = true; shut.hidden = false; };
    return { tell: (...what) => words.replaceChildren(...what), over, cancel };
  }

  async function ask(form) {
    const trouble = form.querySelector(".form-trouble");
    const place = form.querySelector(".shot-state");
    const [cancel, go] = form.querySelectorAll("button");
    const tell = (...what) => place.replaceChildren(...what);
    trouble.textContent = "";
    go.disabled = true;
    try {
      const begun = await window.cockpit.send(PATH, new FormData(form));
      cancel.hidden = false;
      cancel.onclick = () => call(begun.job).catch((problem) => { trouble.textContent = problem.message; });
      await follow(begun.job, tell, begun.alone);
    } catch (problem) {
      tell();
      trouble.textContent = problem.message;
    }
    cancel.hidden = true;
    go.disabled = false;
  }

  /* One tile: its export address says which page, conditions and version it is of. */
  async function askTile(button) {
    const from = new URL(button.dataset.snapshot, window.location.href);
    const query = from.searchParams;
    const body = new FormData();
    body.set("page", from.pathname.slice(from.pathname.indexOf("/export") + "/export".length) || "/");
    body.set("tile", query.get("_tile"));
    for (const own of ["_tile", "_version", "_format"]) query.delete(own);
    body.set("query", query.toString());
    body.set("form", "pdf a4");
    const { tell, over, cancel } = note();
    try {
      tell("快照：正在提交…");
      const begun = await window.cockpit.send(PATH, body);
      cancel.onclick = () => call(begun.job).catch((problem) => tell(problem.message));
      cancel.hidden = false;
      await follow(begun.job, tell, begun.alone);
    } catch (problem) {
      tell(`快照没有完成：${problem.message}`);
    }
    over();
  }

  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLElement} */ (event.target).closest("form[data-snapshot]");
    if (!form) return;
    event.preventDefault();
    ask(form);
  });
  document.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button[data-snapshot]");
    if (button) askTile(button);
  });
})();
