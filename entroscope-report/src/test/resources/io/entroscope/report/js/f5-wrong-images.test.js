let FIGURE = E.figures["5b"];
test("it is sound at any width", () => [320, 860, 1600].forEach((width) => sound(drawn(FIGURE, VIEW, {}, width))));
test("pictures come first within a layer, samples have theirs", () => equal((drawn(FIGURE, VIEW, { many: "all" }).body.match(/<image /g) || []).length, 2));
test("the surest come first if asked for", function () {
  let sure = drawn(FIGURE, VIEW, { order: "sure" }).table.rows.map((row) => row[4]);
  holds(sure.every((value, k) => k === 0 || value <= sure[k - 1]), sure.join());
});
test("a chosen layer shows those that part there", function () {
  let rows = drawn(FIGURE, VIEW, { layer: "fc3", many: "all" }).table.rows;
  holds(rows.length > 0 && rows.every((row) => (row[5] || row[6]) === "fc3"), "all part at fc3");
});
test("a chosen class shows its own", () => drawn(FIGURE, VIEW, { whose: "class", a: 2 }).table.rows.forEach((row) => equal(row[2], "2")));
test("choosing an image chooses its class and the one it is taken for", function () {
  let first = VIEW.wrong.list.filter((image) => image.sample !== undefined)[0];
  let panel = drawn(FIGURE, VIEW, { order: "sure", many: "all" });
  let at = panel.table.rows.map((row) => row[1]).indexOf(first.position);
  let columns = panel.panels[0].columns;
  equal(panel.panels[0].pick(at % columns, Math.floor(at / columns)), { a: first.label, b: first.predicted });
});
test("the surest mistakes have pictures of their own", function () {
  let png = E.png(1, 1, [0], null).split(",")[1];
  let list = VIEW.wrong.list.map((image) => (image.sample === undefined ? Object.assign({}, image, { png: png, name: "a.png" }) : image));
  let view = Object.assign({}, VIEW, { wrong: { count: VIEW.wrong.count, list: list } });
  let shown = drawn(FIGURE, VIEW, { order: "sure" });
  let rich = drawn(FIGURE, view, { order: "sure" });
  equal((rich.body.match(/<image /g) || []).length, shown.table.rows.length);
});
