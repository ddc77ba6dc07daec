let FIGURE = E.figures["7c"];
test("it is sound at any width", () => [320, 860, 1600].forEach((width) => sound(drawn(FIGURE, VIEW, {}, width))));
test("every place that can be pointed at says what it is", () => drawn(FIGURE, VIEW).panels.forEach((panel) => holds(panel.text(0, 0).length > 5, "a text")));
test("results without it say how to get it", () => holds(/--track/.test(E.lacks(PLAIN, FIGURE)), "the option"));
