let FIGURE = E.comparisons["4"];
test("it is sound at any width", () => [320, 860, 1600].forEach((width) => sound(drawn(FIGURE, COMPARED, {}, width))));
test("a class can be chosen", function () {
  let one = drawn(FIGURE, COMPARED, { a: 4 });
  holds(/[Cc]lass 4/.test(one.caption) && one.body !== drawn(FIGURE, COMPARED).body, "another curve");
});
test("the accuracy of each result is there", () => holds(drawn(FIGURE, COMPARED).body.indexOf(">" + E.fixed(COMPARED.results[0].accuracy, 4) + "<") > 0, "as a number"));
