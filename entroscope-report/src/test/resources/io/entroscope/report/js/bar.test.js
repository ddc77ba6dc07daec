test("a link for every figure that is there, in the order of the page", function () {
  let links = [...document.querySelectorAll("#contents a")].map((link) => link.getAttribute("href").slice(1));
  let sections = [...document.querySelectorAll("section[id^=figure-]")].map((section) => section.id);
  equal(links, sections);
});
test("training comes before the curve", () => holds(document.getElementById("figure-7a").compareDocumentPosition(document.getElementById("figure-1")) & Node.DOCUMENT_POSITION_FOLLOWING, "7a, then 1"));
test("what is chosen stands in the bar", function () {
  P.set({ layer: "fc2", a: 7 });
  equal(["layer", "a"].map((name) => document.querySelector(`#picks [name=${name}]`).value), ["fc2", "7"]);
});
test("it is one small row", () => holds(document.querySelector("nav.bar").offsetHeight <= 44, "at most 44 px"));
test("nothing is offered where nothing is lacking", () => equal(document.getElementById("more").hidden, true));
