/* What a picture says of itself, under it: a title, its conditions, what it is made of, and the QR. */
(({ title, lines, qr, place }) => {
  const make = (tag, name, ...inside) => {
    const node = document.createElement(tag);
    if (name) node.className = name;
    node.append(...inside);
    return node;
  };
  const letters = document.getElementById("snapshot-letters");
  if (letters) letters.remove();
  const picture = make("img", "");
  picture.alt = "验证二维码";
  const words = make("div", "strip-words", make("b", "", title), ...lines.map((line) => make("span", "", line)));
  const strip = make("aside", "snapshot-strip", words, picture);
  strip.id = "snapshot-strip";
  if (place) Object.assign(strip.style, { position: "fixed", zIndex: 1000, ...place });
  document.body.append(strip);
  return new Promise((done) => {
    picture.onload = () => requestAnimationFrame(() => requestAnimationFrame(done));
    picture.src = qr;
  });
})
