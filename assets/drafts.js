/* The editor of a briefing: text is typed, numbers are chips that can only be moved or left out. */
(function () {
  "use strict";
  const OPEN = "\u27e6", CLOSE = "\u27e7";

  /* What an area holds, with a mark for every chip. */
  function words(node) {
    if (node.nodeType === Node.TEXT_NODE) return node.data.replaceAll(OPEN, "").replaceAll(CLOSE, "");
    if (node.dataset && node.dataset.field) return OPEN + node.dataset.field + CLOSE;
    return [...node.childNodes].map(words).join("");
  }

  function blocks(form) {
    return [...form.querySelectorAll(".desk-block:not(.is-removed)")].map((block) => {
      const area = block.querySelector(".desk-area");
      const at = block.dataset.at === undefined ? {} : { at: Number(block.dataset.at) };
      return area ? { ...at, text: words(area).trim() } : at;
    });
  }

  function changed(form, is = true) {
    const place = form.querySelector(".desk-changed");
    place.textContent = is ? "有改动，还没有保存" : "没有改动";
    form.dataset.changed = is ? "1" : "";
  }

  const editor = (target) => target instanceof Element && target.closest("form[data-editor]");

  /* A step of the way would leave behind what is not saved yet. */
  function hold(event) {
    const made = event.target instanceof Element && event.target.closest(".desk-new");
    if (made) setTimeout(() => { made.querySelector(".form-trouble").textContent = "正在汇集数字…"; });
    const step = event.target instanceof Element && event.target.closest(".desk-step");
    if (!step || !document.querySelector('form[data-editor][data-changed="1"]')) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    step.querySelector(".form-trouble").textContent = "正文有改动，请先保存";
  }

  /* Before the form is sent by forms.js, which listens later. */
  document.addEventListener("submit", (event) => {
    const form = editor(event.target);
    if (!form) {
      hold(event);
      return;
    }
    form.elements.blocks.value = JSON.stringify(blocks(form));
    form.dataset.changed = "";
  }, true);

  document.addEventListener("input", (event) => {
    const form = editor(event.target);
    if (form) changed(form);
  });

  /* A paragraph is one line of text: Enter begins another one, and what is pasted comes without its look. */
  document.addEventListener("keydown", (event) => {
    const area = event.target instanceof Element && event.target.closest(".desk-area");
    if (!area || event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    add(area.closest(".desk-block"));
  });

  document.addEventListener("paste", (event) => {
    const area = event.target instanceof Element && event.target.closest(".desk-area");
    if (!area) return;
    event.preventDefault();
    const text = event.clipboardData.getData("text/plain").replace(/\s*\n\s*/g, "");
    document.execCommand("insertText", false, text);
  });

  function add(block) {
    const made = block.cloneNode(true);
    delete made.dataset.at;
    const area = made.querySelector(".desk-area");
    area.textContent = "";
    area.className = "desk-area";
    area.setAttribute("aria-label", "新段落");
    made.classList.add("is-new");
    block.after(made);
    area.focus();
    changed(block.closest("form"));
  }

  const TOOLS = {
    add,
    up: (block) => block.previousElementSibling && block.previousElementSibling.before(block),
    down: (block) => block.nextElementSibling && block.nextElementSibling.after(block),
    remove: (block) => block.classList.toggle("is-removed"),
  };

  document.addEventListener("click", (event) => {
    const tool = event.target instanceof Element && event.target.closest("[data-tool]");
    const form = tool && editor(tool);
    if (!form) return;
    TOOLS[tool.dataset.tool](tool.closest(".desk-block"));
    changed(form);
  });

  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector('form[data-editor][data-changed="1"]')) event.preventDefault();
  });
})();
