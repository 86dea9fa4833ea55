/* 定期: puts away the fields that a choice doesn't need, and looks again while something is being made. */
(function () {
  "use strict";
  const EVERY_MS = 3000;

  function fit(form) {
    const chosen = { rhythm: form.elements.rhythm.value, page: form.elements.page.value };
    chosen.what = form.elements.what.value;
    for (const part of form.querySelectorAll(".schedule-only")) {
      const wrong = Object.entries(part.dataset).some(([name, fits]) => name in chosen && !fits.split(" ").includes(chosen[name]));
      part.hidden = wrong;
      for (const input of part.querySelectorAll("input, select")) input.disabled = wrong;
    }
  }

  function look() {
    for (const form of document.querySelectorAll("form[data-schedule]:not([data-fitted])")) {
      form.dataset.fitted = "1";
      form.addEventListener("change", () => fit(form));
      fit(form);
    }
  }

  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });

  setInterval(() => {
    if (document.visibilityState === "visible" && document.querySelector("[data-open-runs]")) {
      window.dispatchEvent(new PopStateEvent("popstate"));
    }
  }, EVERY_MS);
})();
