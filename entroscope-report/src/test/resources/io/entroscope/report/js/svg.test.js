test("a point without a place is a gap", () => equal(E.polyline([[0, 0], [1, NaN], [2, 2], [3, 3]]), "M0 0M2 2L3 3"));
test("a band leaves out what is not known", () => equal(E.band([0, 1, 2], [0, 0, NaN], [1, 1, 1]), "M0 1L1 1L1 0L0 0Z"));
test("text is escaped", function () {
  let out = E.drawing();
  out.text(0, 0, "<script>");
  equal(out.body(), '<text x="0" y="0">&lt;script&gt;</text>');
});
test("what is clipped is inside of a group that is closed", function () {
  let out = E.drawing();
  out.clip({ x: 10, y: 10, w: 100, h: 50 }, "here");
  out.close();
  holds(/<clipPath id="clip-here"><rect x="4" y="4" width="112" height="62"\/><\/clipPath>\n<g clip-path="url\(#clip-here\)">\n<\/g>/.test(out.body()), "a clip and its group");
});
test("a file has title and caption", () => holds(/<title>T<\/title>\n<desc>C<\/desc>/.test(E.document({ title: "T", caption: "C", width: 10, height: 10, body: "" }, E.themes.light, true)), "both"));
