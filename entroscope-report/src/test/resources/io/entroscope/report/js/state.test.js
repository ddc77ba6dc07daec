test("listeners hear what is set", function () {
  let heard = null;
  P.listeners.push((changes) => (heard = changes));
  P.set({ a: 5 });
  equal([heard, P.state.a], [{ a: 5 }, 5]);
});
test("elements hold text, never markup", () => equal(P.element("p", { class: "x", hidden: true }, "<b>").outerHTML, '<p class="x" hidden="">&lt;b&gt;</p>'));
test("the figures of this page, in order", () => equal(P.figures().map((figure) => figure.id).slice(0, 3), ["0", "1", "2"]));
