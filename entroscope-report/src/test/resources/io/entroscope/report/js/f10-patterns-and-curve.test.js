let FIGURE = E.figures["10"];
test("it is sound at any width", () => [320, 860, 1600].forEach((width) => sound(drawn(FIGURE, VIEW, {}, width))));
test("all images, and the two classes", () => equal(drawn(FIGURE, VIEW).panels.length, 3));
test("the accuracy stands at the curve's end", () => holds(drawn(FIGURE, VIEW).body.indexOf(">" + E.fixed(VIEW.accuracy, 4) + "<") > 0, "as a number"));
