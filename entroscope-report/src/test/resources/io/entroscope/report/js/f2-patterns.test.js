let FIGURE = E.figures["2"];
test("it is sound at any width", () => [320, 860, 1600].forEach((width) => sound(drawn(FIGURE, VIEW, {}, width))));
test("all layers are on one axis, unless each is to have its own", function () {
  let highest = (axis) => (drawn(FIGURE, VIEW, { axis: axis }).body.match(/>0\.0*[1-9]\d*</g) || []).length;
  holds(drawn(FIGURE, VIEW, { axis: "own" }).body !== drawn(FIGURE, VIEW, { axis: "same" }).body && highest("same") > 0, "they differ");
});
test("single images are shown", function () {
  let picture = drawn(FIGURE, VIEW, { of: "image" });
  equal((picture.body.match(/<image /g) || []).length, 2);
  holds(picture.height > drawn(FIGURE, VIEW).height, "with room for them");
});
test("class names stand where units are classes", function () {
  let named = Object.assign({}, PLAIN, { layers: PLAIN.layers.map((layer) => Object.assign({}, layer, { unitsAreClasses: layer.units === 10 })) });
  holds(/>automobile</.test(drawn(FIGURE, named, { layer: "fc7" }).body), "automobile");
  equal(drawn(FIGURE, named, { layer: "fc7" }).table.rows[0][1], "airplane");
});
