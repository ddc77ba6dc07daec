let FIGURE = E.figures["0"];
/* The same view with so many layers. */
function deep(n) {
  let layers = E.range(n).map((i) => Object.assign({}, VIEW.layers[2], { name: "layer" + i }));
  return Object.assign({}, VIEW, { layers: layers });
}
test("it is sound for 3 layers and for 300, on a phone and on paper", () =>
  [3, 12, 53, 300].forEach((n) => [320, 860, 1200].forEach((width) => sound(drawn(FIGURE, deep(n), {}, width)))));
test("every layer has a place inside", function () {
  [3, 53, 300].forEach(function (n) {
    let picture = drawn(FIGURE, deep(n), {}, 860);
    let panel = picture.panels[0];
    let named = [];
    E.range(panel.rows).forEach((j) => E.range(panel.columns).forEach(function (i) {
      if (isFinite(panel.cy(i, j))) {
        named.push(panel.pick(i, j).layer);
        holds(panel.cx(i) < 860 && panel.cy(i, j) < picture.height, "inside");
      }
    }));
    equal(named.length, n);
  });
});
test("300 layers stay a figure of moderate height", () => holds(drawn(FIGURE, deep(300), {}, 1200).height < 320, "less than 320 px"));
test("a layer is chosen, and let go", function () {
  equal(drawn(FIGURE, VIEW).panels[0].pick(2, 0), { layer: "fc1" });
  equal(drawn(FIGURE, VIEW, { layer: "fc1" }).panels[0].pick(2, 0), { layer: "every" });
});
test("halves of blocks are drawn below them", () => holds(/>attention</.test(drawn(FIGURE, VIEW).body), "attention"));
test("it is coloured by what is looked at", function () {
  let looks = FIGURE.controls(VIEW, {})[0].choices.map((choice) => choice[0]);
  holds(looks.indexOf("probe") >= 0 && looks.indexOf("pattern") === 0, looks.join());
  holds(drawn(FIGURE, VIEW, { look: "standardized" }).body !== drawn(FIGURE, VIEW).body, "another colour");
});
