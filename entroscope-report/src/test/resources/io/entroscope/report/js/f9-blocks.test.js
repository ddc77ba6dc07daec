let FIGURE = E.figures["9"];
test("it is sound at any width", () => [320, 860, 1600].forEach((width) => sound(drawn(FIGURE, VIEW, {}, width))));
test("every place that can be pointed at says what it is", () => drawn(FIGURE, VIEW).panels.forEach((panel) => holds(panel.text(0, 0).length > 5, "a text")));
test("a whole block chooses its layer", function () {
  let panel = drawn(FIGURE, VIEW, { blocks: "all" }).panels[0];
  let picks = E.range(panel.rows).map((j) => panel.pick(0, j));
  holds(picks.some((pick) => pick && pick.layer) && picks.some((pick) => pick === null), "whole blocks do, halves do not");
});
