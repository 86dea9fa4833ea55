/* How many signals wait to be read, beside their entry in the navigation. */
(function () {
  "use strict";
  const PATH = "/signals";
  const EVERY_MS = 5 * 60 * 1000;

  function show(count) {
    const link = [...document.querySelectorAll(".nav-link-item")].find((a) => a.pathname.endsWith(PATH));
    if (!link) return;
    let badge = link.querySelector(".nav-badge");
    if (!badge) {
      badge = document.createElement("span");
      badge.className = "nav-badge";
      link.append(badge);
    }
    badge.hidden = !count;
    badge.replaceChildren(String(count > 99 ? "99+" : count));
    const words = document.createElement("span");
    words.className = "visually-hidden";
    words.textContent = "条未读";
    badge.append(words);
  }

  async function look() {
    if (document.hidden || !document.querySelector(".nav-link-item")) return;
    try {
      const answer = await fetch(`${PATH}/unread`, { credentials: "same-origin" });
      if (answer.ok) show((await answer.json()).unread);
    } catch (_) { /* the count stays as it was */ }
  }

  new MutationObserver((_, observer) => {
    if (!document.querySelector(".nav-link-item")) return;
    observer.disconnect();
    look();
  }).observe(document, { childList: true, subtree: true });
  /* The page itself looks at a new version; reading, and a changed threshold, draw it anew. */
  new MutationObserver(() => {
    if (document.documentElement.dataset.ready === "true" && window.location.pathname.endsWith(PATH)) look();
  }).observe(document.documentElement, { attributes: true, attributeFilter: ["data-ready"] });
  setInterval(look, EVERY_MS);
})();
