/* Forms of office pages: sent without leaving the page, with the token that only this server's own pages hold;
   and links to be copied. */
(function () {
  "use strict";
  const LOST = "连接中断，没有完成；请检查网络后重试";

  async function token() {
    try {
      const answer = await fetch("/intake/token", { credentials: "same-origin" });
      return (await answer.json()).token;
    } catch (_) {
      throw new Error(LOST);
    }
  }

  /* Resolves to what the server says, rejects with the words to show. */
  (window.cockpit = window.cockpit || /** @type {Cockpit} */ ({})).send = async function (url, body, progress) {
    const secret = await token();
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", url);
      request.setRequestHeader("X-Cockpit-Token", secret);
      if (progress) request.upload.onprogress = (e) => e.lengthComputable && progress(e.loaded / e.total);
      request.onerror = () => reject(new Error(LOST));
      request.onload = () => {
        let said = null;
        try { said = JSON.parse(request.responseText); } catch (_) { /* said below */ }
        if (request.status < 300 && said) resolve(said);
        else reject(new Error((said && said.error) || `没有完成（${request.status}）`));
      };
      request.send(body);
    });
  };

  async function submit(form) {
    if (form.ariaBusy === "true") return;
    const place = form.querySelector(".form-trouble");
    form.ariaBusy = "true";
    place.textContent = "";
    try {
      const done = await window.cockpit.send(form.getAttribute("action"), new FormData(form));
      if (done.href) {
        for (let menu = form.closest("details"); menu; menu = menu.parentElement.closest("details")) menu.open = false;
        window.cockpit.go(done.href);
      }
      else place.textContent = done.said;
    } catch (problem) {
      place.textContent = problem.message;
    } finally {
      form.ariaBusy = null;
    }
  }

  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLElement} */ (event.target).closest("form[data-views]");
    if (!form) return;
    event.preventDefault();
    if (!form.dataset.ask || window.confirm(form.dataset.ask)) submit(form);
  });

  document.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("[data-copy]");
    if (!button) return;
    const address = new URL(button.dataset.copy, window.location.href).href;
    const done = () => { button.textContent = "已复制"; };
    if (navigator.clipboard) navigator.clipboard.writeText(address).then(done, () => window.prompt("复制链接", address));
    else window.prompt("复制链接", address);
  });
})();
