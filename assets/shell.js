/* The shell's small habits: current entry, folded navigation, drawer, popovers that close. */
(function () {
  "use strict";
  const root = document.documentElement;
  const KEY = "cockpit-nav";

  function remember(value) {
    try {
      if (value === undefined) return localStorage.getItem(KEY);
      localStorage.setItem(KEY, value);
    } catch (_) { /* storage may be refused; the navigation then opens unfolded */ }
    return null;
  }

  function fold(narrow) {
    root.dataset.nav = narrow ? "narrow" : "wide";
    const button = document.querySelector("[data-action=nav-fold]");
    if (button) button.setAttribute("aria-expanded", String(!narrow));
  }

  function drawer(open) {
    if (open) root.dataset.drawer = "open";
    else delete root.dataset.drawer;
    if (open) {
      const first = document.querySelector(".side-nav .nav-link-item");
      if (first) first.focus();
    }
  }

  /* The longest entry that the path starts with is where the reader is. */
  function mark() {
    const path = window.location.pathname.replace(/\/$/, "") || "/";
    let best = null;
    const links = [...document.querySelectorAll(".nav-link-item")];
    for (const link of links) {
      const own = new URL(link.href, window.location.href).pathname.replace(/\/$/, "") || "/";
      const here = path === own || (own !== "/" && path.startsWith(own + "/"));
      if (here && (!best || own.length > best.length)) best = { link, length: own.length };
    }
    for (const link of links) {
      const wanted = best && best.link === link ? "page" : null;
      if (link.getAttribute("aria-current") === wanted) continue;
      if (wanted) link.setAttribute("aria-current", wanted);
      else link.removeAttribute("aria-current");
    }
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-action]");
    const action = target && target.dataset.action;
    if (action === "nav-fold") {
      const narrow = root.dataset.nav !== "narrow";
      fold(narrow);
      remember(narrow ? "narrow" : "wide");
    }
    if (action === "nav-open") drawer(root.dataset.drawer !== "open");
    if (action === "nav-close" || event.target.closest(".nav-link-item")) drawer(false);
    for (const box of document.querySelectorAll("details.info[open]")) {
      if (!box.contains(event.target)) box.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    drawer(false);
    document.querySelectorAll("details.info[open]").forEach((box) => { box.open = false; });
  });

  window.addEventListener("popstate", mark);
  window.addEventListener("_dashprivate_pushstate", mark);
  new MutationObserver((_, observer) => {
    if (!document.querySelector(".nav-link-item")) return;
    observer.disconnect();
    fold(remember() === "narrow");
    mark();
  }).observe(document, { childList: true, subtree: true });
})();
