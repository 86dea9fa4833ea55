/* 钉住: a tile of this page, as it stands, goes to the reader's own page. */
(function () {
  "use strict";

  async function pin(button) {
    const form = new FormData();
    form.set("path", window.cockpit.local(window.location.pathname));
    form.set("query", window.location.search.slice(1));
    form.set("tile", button.dataset.pin);
    button.disabled = true;
    try {
      button.textContent = (await window.cockpit.send("/mine/tiles", form)).said;
    } catch (problem) {
      button.textContent = problem.message;
    }
    button.disabled = false;
    /* The answer stands in the menu that the click has shut. */
    const menu = button.closest("details");
    if (menu) menu.open = true;
  }

  document.addEventListener("click", (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("[data-pin]");
    if (button) pin(button);
  });
})();
