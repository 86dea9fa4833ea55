/* Saved views: forms that are sent without leaving the page, and links to be copied. */
(function () {
  "use strict";

  async function submit(form) {
    const place = form.querySelector(".form-trouble");
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
