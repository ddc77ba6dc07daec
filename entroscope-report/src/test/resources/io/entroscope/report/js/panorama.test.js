test("rows with gaps, patterns and accuracies", function () {
  let out = E.drawing();
  let rows = [{ name: "one", accuracy: 0.5, accuracyName: "accuracy", colour: "#000000", points: [{ value: 0.9, interval: null, pattern: [0.5, 0.5] }, undefined, { value: 0.1, interval: [0, 0.2], pattern: null }] }];
  let made = E.panorama(out, ["a", "b", "c"], rows, "H", E.themes.light, 600);
  holds(/>0.5000</.test(out.body()) && !/NaN/.test(out.body()), "the accuracy, and no gap that is drawn");
  equal([made.panels.length, made.panels[0].text(1), isFinite(made.panels[0].cy(1))], [1, "one, b: has no such layer", false]);
});
