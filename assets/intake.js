/* 数据采集: files dropped or chosen, forms sent, work followed. Everything it shows comes from the server. */
(function () {
  "use strict";
  const PATH = "/intake";
  const POLL_MS = 700;
  const LONGEST_NAME = 80;
  let chosen = [];
  let busy = false;
  let followed = null;

  /* What was typed into the forms of the review list and not sent yet: "id/field" to the value. */
  const typed = new Map();

  const find = (selector) => document.querySelector(selector);
  const here = () => window.location.pathname.replace(/\/$/, "").endsWith(PATH);

  function make(name, text, className) {
    const node = document.createElement(name);
    node.textContent = text;
    if (className) node.className = className;
    return node;
  }

  function complain(form, text) {
    const place = form.querySelector(".form-trouble");
    if (place) place.textContent = text;
  }

  /* Send a form; resolves to where to go next. */
  async function send(url, body, progress) {
    const said = await window.cockpit.send(url, body, progress);
    if (!said.href) throw new Error("没有完成");
    return said.href;
  }

  function working(form, on) {
    busy = on;
    for (const button of form.querySelectorAll("button")) button.disabled = on;
  }

  async function submit(form, body, progress) {
    if (busy) return;
    complain(form, "");
    working(form, true);
    try {
      const href = await send(form.getAttribute("action"), body, progress);
      chosen = [];
      forget(form);
      working(form, false);
      window.cockpit.go(href);
    } catch (error) {
      working(form, false);
      list();
      complain(form, error.message);
    }
  }

  /* Files */
  function size(bytes) {
    return bytes >= 1048576 ? `${(bytes / 1048576).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;
  }

  function list() {
    const place = find("#intake-chosen");
    if (!place) return;
    place.replaceChildren(...chosen.map((file, index) => {
      const name = file.name.length > LONGEST_NAME ? `${file.name.slice(0, LONGEST_NAME)}…` : file.name;
      const line = make("li", `${name}（${size(file.size)}）`);
      const away = make("button", "移除", "file-remove");
      away.type = "button";
      away.setAttribute("aria-label", `移除 ${name}`);
      away.addEventListener("click", () => { chosen.splice(index, 1); list(); });
      line.append(away);
      return line;
    }));
  }

  function add(files) {
    const form = find("form[data-action=upload]");
    const limit = Number(find("#intake-files").dataset.limit);
    complain(form, "");
    for (const file of files) {
      if (file.size > limit * 1048576) complain(form, `${file.name}：超过 ${limit} MB，没有加入`);
      else if (!chosen.some((f) => f.name === file.name && f.size === file.size)) chosen.push(file);
    }
    list();
  }

  async function upload(form) {
    if (!chosen.length) return complain(form, "请先选择文件");
    const body = new FormData();
    for (const name of ["title", "by", "as_of"]) body.append(name, form.elements[name].value);
    for (const file of chosen) body.append("files", file, file.name);
    const words = make("li", "正在上传 0%", "drop-progress");
    find("#intake-chosen").append(words);
    return submit(form, body, (share) => { words.textContent = `正在上传 ${Math.round(share * 100)}%`; });
  }

  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    const action = form.dataset.action;
    if (action !== "send" && action !== "upload") return;
    event.preventDefault();
    if (form.dataset.whole && unsaved()) {
      complain(form, "有条目的改正尚未保存：请先在该条中保存改正");
      return;
    }
    if (action === "upload") { upload(form); return; }
    const body = new FormData(form);
    const pressed = /** @type {HTMLButtonElement} */ (event.submitter);
    if (pressed && pressed.name) body.set(pressed.name, pressed.value);
    submit(form, body);
  });

  document.addEventListener("change", (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    if (input.id !== "intake-files") return;
    add(input.files);
    input.value = "";
  });

  function drag(event) {
    const zone = here() && find(".drop-zone");
    if (!zone) return;
    event.preventDefault();
    if (event.type === "drop" && event.dataTransfer) add(event.dataTransfer.files);
    zone.classList.toggle("is-over", event.type === "dragover");
  }
  for (const name of ["dragover", "dragleave", "drop"]) document.addEventListener(name, drag);

  /* Corrections not sent yet outlive the page's being drawn anew when another form is sent. */
  function remember(event) {
    const form = event.target.form;
    if (!form || !form.dataset.keeps || event.target.type === "checkbox") return;
    typed.set(`${form.dataset.keeps}/${event.target.name}`, event.target.value);
  }
  function forget(form) {
    for (const key of [...typed.keys()]) if (key.startsWith(`${form.dataset.keeps}/`)) typed.delete(key);
  }
  function owner(key) {
    return find(`form[data-keeps="${CSS.escape(key.slice(0, key.lastIndexOf("/")))}"]`);
  }
  const unsaved = () => [...typed.keys()].some(owner);
  function restore() {
    for (const [key, value] of typed) {
      const form = owner(key);
      const control = form && form.elements[key.slice(key.lastIndexOf("/") + 1)];
      if (!control || form.dataset.restored) continue;
      control.value = value;
      form.closest(".review-entry").open = true;
    }
    for (const form of document.querySelectorAll("form[data-keeps]")) form.dataset.restored = "1";
  }
  for (const name of ["input", "change"]) document.addEventListener(name, remember);
  document.addEventListener("click", (event) => {
    const offer = /** @type {HTMLElement} */ (event.target).closest("[data-fill]");
    if (!offer) return;
    const control = offer.closest(".review-field").querySelector("input");
    control.value = offer.dataset.fill;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.focus();
  });

  /* Work under way */
  function show(bar, job) {
    const percent = Math.round(job.share * 100);
    bar.querySelector(".job-bar-phase").textContent = job.phase;
    bar.querySelector(".job-bar-words b").textContent = `${percent}%`;
    bar.querySelector(".job-bar-done").style.width = `${percent}%`;
    bar.querySelector(".job-bar").setAttribute("aria-valuenow", String(percent));
  }

  async function follow(bar) {
    const url = bar.dataset.watch;
    try {
      const answer = await fetch(url, { credentials: "same-origin" });
      const job = await answer.json();
      if (followed !== bar) return;
      if (job.over || answer.status === 404) {
        const then = new URL(bar.dataset.then, window.location.href);
        then.searchParams.set("t", Date.now().toString(36));
        window.cockpit.go(then.pathname + then.search);
        return;
      }
      if (answer.ok) show(bar, job);
    } catch (_) { /* the server may be restarting; ask again */ }
    if (followed === bar && bar.isConnected) setTimeout(() => follow(bar), POLL_MS);
  }

  function look() {
    const bar = here() ? find("[data-watch]") : null;
    if (bar && (bar !== followed || bar.dataset.watch !== bar.followedUrl)) {
      followed = bar;
      bar.followedUrl = bar.dataset.watch;
      setTimeout(() => follow(bar), POLL_MS / 2);
    }
    if (!bar) followed = null;
    const place = find("#intake-chosen");
    if (place && chosen.length && !place.children.length) list();
    if (typed.size && here()) restore();
  }
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
})();
