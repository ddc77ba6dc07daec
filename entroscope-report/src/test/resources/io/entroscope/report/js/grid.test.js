test("no row is much emptier than the others", function () {
  let rows = E.grid(6, 1200, 270, 100, { left: 0, right: 0, top: 0, bottom: 0 }).boxes.map((box) => box.y);
  equal(rows, [0, 0, 0, 100, 100, 100]);
});
test("few of many", () => equal(E.spaced(E.range(11), 3), [0, 5, 10]));
test("two classes that exist", () => equal(E.chosen(VIEW, { a: 3, b: 3 }, E.themes.light).length, 1));
