test("markup never gets through", () => equal(E.escape("<a b='c'>&\u0007"), "&lt;a b=&#39;c&#39;&gt;&amp;\ufffd"));
test("lone surrogates are replaced, pairs kept", () => equal(E.escape("\ud83d\ude00\ud83d"), "\ud83d\ude00\ufffd"));
test("text is cut to its room", () => equal(E.fit("a long name", 30, 10), "a lon\u2026"));
test("text is wrapped at blanks", () => equal(E.wrap("one two three", 40, 10), ["one two", "three"]));
test("figures come in the order of their numbers", () =>
  equal(E.inOrder({ "10": 10, "5b": "5b", "7a": "7a", "5": 5, "0": 0 }), [0, 5, "5b", "7a", 10]));
test("what a figure lacks is said, and no file is made of it", function () {
  holds(/feature-maps/.test(E.lacks(PLAIN, E.figures["4"])), "the option is named");
  equal(E.files(PLAIN, "4", {}, "light", 860), null);
  equal(E.lacks(VIEW, E.figures["4"]), null);
});
test("what fits no choice is the first choice", () => equal(E.complete(VIEW, E.figures["1"], { unit: "stones" }).unit, "normalized"));
