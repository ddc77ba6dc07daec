let FIGURE = E.figures["4"];
test("it is sound at any width", () => [320, 860, 1600].forEach((width) => sound(drawn(FIGURE, VIEW, {}, width))));
test("every place that can be pointed at says what it is", () => drawn(FIGURE, VIEW).panels.forEach((panel) => holds(panel.text(0, 0).length > 5, "a text")));
test("a chosen convolution is shown alone", () => equal([drawn(FIGURE, VIEW).panels.length, drawn(FIGURE, VIEW, { layer: "conv2" }).panels.length], [2, 1]));
