test("every figure is drawn", () => equal(document.querySelectorAll(".plot > svg[role=img]").length, P.figures().length));
test("printing draws all in the light theme, and opens what is folded", function () {
  P.themes.apply("dark");
  dispatchEvent(new Event("beforeprint"));
  equal([document.documentElement.dataset.theme, document.querySelector("details").open], ["light", true]);
  dispatchEvent(new Event("afterprint"));
});
