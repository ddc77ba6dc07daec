let FIGURE = E.figures["5"];
test("it is sound at any width", () => [320, 860, 1600].forEach((width) => sound(drawn(FIGURE, VIEW, {}, width))));
test("the names of classes are all slanted or none is", function () {
  [400, 600, 860, 1300].forEach(function (width) {
    let body = drawn(FIGURE, PLAIN, {}, width).body;
    let right = body.substring(body.indexOf("Confusion matrix"));
    let turned = (right.match(/rotate\(-45/g) || []).length;
    holds(turned === 0 || turned === 10 || width < 640, turned + " of 10 at " + width);
  });
});
test("a cell chooses layer and class", () => equal(drawn(FIGURE, VIEW).panels[0].pick(1, 6).layer, "fc2"));
test("the chosen layer is framed", () => holds(drawn(FIGURE, VIEW, { layer: "fc2" }).body !== drawn(FIGURE, VIEW).body, "a frame"));
