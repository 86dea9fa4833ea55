/* /catalog#RC01: entries come after the address is read, so the page goes to the anchor when it is there. */
(function () {
  "use strict";
  let reached = "";

  function go() {
    const place = window.location.pathname + window.location.hash;
    if (!window.location.hash || reached === place) return;
    const found = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    const entry = found && found.closest(".entry");
    if (!entry) return;
    reached = place;
    document.querySelectorAll(".entry.is-target").forEach((other) => other.classList.remove("is-target"));
    entry.classList.add("is-target");
    entry.scrollIntoView();
  }

  window.addEventListener("hashchange", go);
  new MutationObserver(go).observe(document, { childList: true, subtree: true });
})();
