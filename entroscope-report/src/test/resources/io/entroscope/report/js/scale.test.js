test("a place and its value", function () {
  let scale = E.linear(0.2, 1, 300, 100);
  near(scale(0.6), 200, 1e-9);
  near(scale.invert(scale(0.37)), 0.37, 1e-12);
});
test("a nice scale begins and ends with a tick", function () {
  let ticks = E.niceLinear(0.13, 0.87, 5, 0, 1).ticks(5);
  equal([ticks[0][1], ticks[ticks.length - 1][1]], ["0.0", "1.0"]);
});
test("one value has a scale about it", () => holds(E.niceLinear(3, 3, 5, 0, 1).low < 3, "it begins below"));
test("a logarithmic scale", () => equal(E.log(0.001, 1, 0, 3).ticks(9).map((t) => t[0].toFixed(3)), ["0.001", "0.010", "0.100", "1.000"]));
test("values that are nothing but rounding have the scale of one value", function () {
  equal(E.niceLinear(0, 3e-154, 5, 0, 1).ticks(5).map((t) => t[1]).filter((t) => t === "0.00").length, 1);
  holds(E.niceLinear(0.7, 0.7 + 1e-15, 5, 0, 1).low < 0.69, "it begins below");
});
