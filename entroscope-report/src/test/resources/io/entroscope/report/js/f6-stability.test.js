let FIGURE = E.figures["6"];
test("it is sound at any width", () => [320, 860, 1600].forEach((width) => sound(drawn(FIGURE, VIEW, {}, width))));
test("every place that can be pointed at says what it is", () => drawn(FIGURE, VIEW).panels.forEach((panel) => holds(panel.text(0, 0).length > 5, "a text")));
test("a class can be chosen where it is drawn", () => equal(drawn(FIGURE, VIEW).panels[1].pick(0, 4), { a: 4 }));
