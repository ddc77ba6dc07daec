let FIGURE = E.figures["8"];
test("it is sound at any width", () => [320, 860, 1600].forEach((width) => sound(drawn(FIGURE, VIEW, {}, width))));
test("each panel says what high and low mean, and how far to believe it", () => E.indicatorPanels.forEach(function (panel) {
  holds(panel.meaning.length > 40 && /trusted|tried|untried/.test(panel.belief), panel.title);
}));
test("the most trusted come first", function () {
  let order = E.indicatorPanels.map((panel) => ["trusted", "tried", "untried"].indexOf(panel.belief));
  equal(order, order.slice().sort());
});
test("the colours of classes mean nothing else here", () => holds(drawn(FIGURE, VIEW).body.indexOf(E.themes.light.b) < 0, "no orange"));
