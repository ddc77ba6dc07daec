test("labels keep apart and inside", function () {
  let at = E.spread([5, 5, 6, 90, 200, 200, 201].map((y) => ({ y: y })), 12, 0, 200).map((label) => label.at).sort((a, b) => a - b);
  holds(at.every((y, k) => y >= 0 && y <= 200 && (k === 0 || y - at[k - 1] >= 12 - 1e-9)), at.join());
});
function axis(names, width, chosen) {
  let out = E.drawing();
  let box = { x: 60, y: 0, w: width, h: 50 };
  E.layerAxis(out, box, E.places(box, names.length), names, E.themes.light, chosen);
  return out.body();
}
let MANY = E.range(300).map((i) => "layer" + i);
test("layers are called by name, slanted where they are many, never by number", function () {
  holds(!/rotate/.test(axis(["fc1", "fc2"], 200)), "few stand upright");
  let body = axis(MANY, 600);
  let names = body.match(/>[^<>\n]+<\/text>/g);
  holds(/rotate/.test(body) && names.length > 20 && names.length < 60, "some of 300 are named: " + names.length);
  holds(names.every((name) => /^>layer\d+</.test(name)), "all by their names");
});
test("the chosen layer is always named", () => holds(/font-weight="bold"[^>]*>layer151</.test(axis(MANY, 600, "layer151")), "in bold"));
test("slanted names are given room", () => holds(E.layerFoot(MANY, 600) > E.layerFoot(["a", "b"], 600) + 20, "more than upright ones"));
