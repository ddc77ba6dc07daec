let FIGURE = E.figures["7a"];
test("it is sound at any width", () => [320, 860, 1600].forEach((width) => sound(drawn(FIGURE, VIEW, {}, width))));
test("epochs on the axis are whole", function () {
  let short = Object.assign({}, VIEW, { training: Object.assign({}, VIEW.training, { epochs: VIEW.training.epochs.slice(0, 3) }) });
  let body = drawn(FIGURE, short).body;
  holds(!/>[01]\.5</.test(body.substring(body.indexOf("training loss"))), "no half epoch");
});
test("accuracy and loss stand below", () => holds(/>accuracy</.test(drawn(FIGURE, VIEW).body) && /training loss/.test(drawn(FIGURE, VIEW).body), "both"));
test("the slider's epoch is drawn by depth", function () {
  holds(/after epoch 3</.test(drawn(FIGURE, VIEW, { epoch: "3" }).body), "epoch 3");
  holds(/after epoch 12</.test(drawn(FIGURE, VIEW, { epoch: "99" }).body), "the last where there is none");
});
test("there are bands where the verdict trusts intervals, and none elsewhere", function () {
  let given = (few) => Object.assign({}, VIEW, { training: Object.assign({}, VIEW.training, { fewImages: few, epochs: VIEW.training.epochs.map((e) => Object.assign({}, e, { rawMeanLow: few ? undefined : e.rawMean, rawMeanHigh: few ? undefined : e.rawMean })) }) });
  holds(/too few for intervals/.test(drawn(FIGURE, given(true)).caption), "and the caption says so");
  holds(/Bands: 95%/.test(drawn(FIGURE, given(undefined)).caption), "and the caption says so");
});
