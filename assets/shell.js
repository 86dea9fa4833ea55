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

  /* An open drawer has the keyboard to itself; shut, it gives the focus back to its button. */
  function drawer(open) {
    const was = root.dataset.drawer === "open";
    if (open) root.dataset.drawer = "open";
    else delete root.dataset.drawer;
    const [button, content] = [document.querySelector("[data-action=nav-open]"), document.getElementById("content")];
    if (!button || !content) return;
    content.inert = open;
    button.setAttribute("aria-expanded", String(open));
    const first = document.querySelector(".side-nav .nav-link-item");
    if (open && first) requestAnimationFrame(() => first.focus()); // it is not to be seen before
    if (was && !open && document.activeElement.closest(".side-nav")) button.focus();
  }

  /* Shuts what is open, all but where `target` is; what had the focus gives it back to its button. */
  function shut(target, moved) {
    for (const box of document.querySelectorAll("details.info[open]")) {
      /* A press on bare words gives the focus to what lies around them. */
      if (target && (box.contains(target) || (moved && target.contains(box)))) continue;
      const inside = box.contains(document.activeElement);
      box.open = false;
      if (inside && !target) box.querySelector("summary").focus();
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
    const pressed = /** @type {HTMLElement} */ (event.target);
    const target = pressed.closest("[data-action]");
    const action = target && target.dataset.action;
    if (action === "nav-fold") {
      const narrow = root.dataset.nav !== "narrow";
      fold(narrow);
      remember(narrow ? "narrow" : "wide");
    }
    if (action === "nav-open") drawer(root.dataset.drawer !== "open");
    if (action === "nav-close" || pressed.closest(".nav-link-item")) drawer(false);
    shut(pressed);
  });
  document.addEventListener("focusin", (event) => shut(event.target, true));

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    drawer(false);
    shut(null);
  });

  /* A form that asks (GET) changes the address as a link does: the reader stays where he is, Back undoes it. */
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    // By the attributes: a field may be called action or method, too.
    const to = new URL(form.getAttribute("action") || "", window.location.href);
    const asks = (form.getAttribute("method") || "get").toLowerCase() === "get";
    if (event.defaultPrevented || !asks || to.origin !== window.location.origin) return;
    event.preventDefault();
    const fields = /** @type {[string, string][]} */ ([...new FormData(form)]); // such a form has no files
    const asked = new URLSearchParams(fields.filter(([, value]) => value !== ""));
    const query = String(asked).replace(/%2C/g, ",");
    if (form.closest("details.info")) shut(null);
    window.cockpit.go(to.pathname + (query ? "?" + query : ""));
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
