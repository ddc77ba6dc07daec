let FIGURE = E.figures["1"];
test("it is sound at any width", () => [320, 860, 1600].forEach((width) => sound(drawn(FIGURE, VIEW, {}, width))));
test("every place that can be pointed at says what it is", () => drawn(FIGURE, VIEW).panels.forEach((panel) => holds(panel.text(0, 0).length > 5, "a text")));
test("each panel has an axis of its own, unless one is asked for", function () {
  let axes = (range) => drawn(FIGURE, VIEW, { range: range }).panels.map((panel) => panel.brush.y.low);
  equal(axes("full"), [0, 0]);
  equal(axes("data")[0], axes("data")[1]);
  holds(axes("own")[1] > axes("data")[1], "the standardised one starts higher");
});
test("words beside the curves, above the plot", function () {
  let body = drawn(FIGURE, PLAIN, {}).body;
  holds(/\u25b2 rises|\u25b2</.test(body), "a rise is marked");
});
test("zooming shows the layers and values asked for", function () {
  let panel = drawn(FIGURE, VIEW, { zoom: "0,0.4,0.6,1,2" }).panels[0];
  equal([panel.columns, panel.brush.y.low, panel.brush.y.high], [2, 0.4, 0.6]);
});
