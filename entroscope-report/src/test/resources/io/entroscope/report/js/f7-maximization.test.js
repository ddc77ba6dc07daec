let FIGURE = E.figures["7b"];
test("it is sound at any width", () => [320, 860].forEach((width) => sound(drawn(FIGURE, VIEW, {}, width))));
test("every unit has its image", () => equal((drawn(FIGURE, VIEW).body.match(/<image /g) || []).length, drawn(FIGURE, VIEW).table.rows.length));
test("results without say how to get them", () => holds(/maximize/.test(E.lacks(PLAIN, FIGURE)), "the command"));
