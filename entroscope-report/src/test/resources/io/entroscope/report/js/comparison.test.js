let FIGURE = E.comparisons["1"];
test("it is sound at any width", () => [320, 860, 1600].forEach((width) => sound(drawn(FIGURE, COMPARED, {}, width))));
test("a class can be chosen", function () {
  let one = drawn(FIGURE, COMPARED, { a: 4 });
  holds(/[Cc]lass 4/.test(one.caption) && one.body !== drawn(FIGURE, COMPARED).body, "another curve");
});
test("the accuracy of each result is there", () => holds(drawn(FIGURE, COMPARED).body.indexOf(">" + E.fixed(COMPARED.results[0].accuracy, 4) + "<") > 0, "as a number"));
test("accuracies and differences are sound", () => ["2", "3"].forEach((id) => sound(drawn(E.comparisons[id], COMPARED))));
test("what no result holds is no choice", () => equal(E.comparisons["3"].controls(COMPARED)[0].choices.map((choice) => choice[0]).indexOf("pattern_entropy"), 0));
