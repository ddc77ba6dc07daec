let FIGURE = E.comparisons["5"];
test("it is sound where results hold them", () => [320, 860].forEach((width) => sound(drawn(FIGURE, COMPARED, {}, width))));
test("a line for each result that holds the number", function () {
  let panel = drawn(FIGURE, COMPARED).panels[0];
  equal([panel.rows, isFinite(panel.cy(1, 0))], [3, true]);
});
test("without any, how to get them is said", function () {
  let none = Object.assign({}, COMPARED, { results: COMPARED.results.map((one) => Object.assign({}, one, { curve: one.curve.map((p) => Object.assign({}, p, { indicators: undefined })) })) });
  holds(/--indicators/.test(E.lacks(none, FIGURE)), "the option");
});
