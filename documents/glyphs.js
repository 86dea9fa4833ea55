/* Every letter that the page shows, in one element that shows them all again, for the browser to say in which
   fonts; `letters` (given) shows only these. Resolves to the letters. */
(async (given) => {
  const words = new Set(given || "");
  if (!given) {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const holder = walker.currentNode.parentElement;
      if (holder && !/^(SCRIPT|STYLE|NOSCRIPT|TEMPLATE)$/i.test(holder.tagName) && holder.getClientRects().length) {
        for (const letter of /** @type {Text} */ (walker.currentNode).data) words.add(letter);
      }
    }
  }
  const letters = [...words].filter((letter) => /\P{C}/u.test(letter) && letter.trim()).sort().join("");
  const last = document.getElementById("snapshot-letters");
  if (last) last.remove();
  const node = document.createElement("span");
  node.id = "snapshot-letters";
  node.style.cssText = "position:absolute;left:0;top:0;width:100px;height:1px;overflow:hidden;opacity:0;font-family:var(--font)";
  node.textContent = letters;
  document.body.append(node);
  await document.fonts.load('16px "Noto Sans SC", "Noto Sans SC Rare"', letters);
  await document.fonts.ready;
  return letters;
})
