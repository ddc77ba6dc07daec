test("a fresh page has nothing in its address", () => equal(P.address.text(), ""));
test("what is chosen is in it, and comes back", function () {
  P.set({ layer: "fc2", a: 4, b: -1, layers: "all" });
  P.options = { "1": { unit: "nats" }, "3": { x: "linear" } };
  let text = P.address.text();
  equal(text, "class=4&and=none&layer=fc2&layers=all&1.unit=nats&3.x=linear");
  P.set({ layer: "every", a: 0, b: 1, layers: "verdict" });
  P.options = {};
  history.replaceState(null, "", "#" + text);
  P.address.read();
  equal([P.state.layer, P.state.a, P.state.b, P.state.layers, P.options["1"].unit], ["fc2", 4, -1, "all", "nats"]);
  equal(P.address.text(), text);
});
test("names with signs are escaped", function () {
  P.set({ layer: "a&b=c/d", a: P.view.initial[0], b: P.view.initial[1], layers: "verdict" });
  P.options = {};
  equal(P.address.text(), "layer=a%26b%3Dc%2Fd");
});
