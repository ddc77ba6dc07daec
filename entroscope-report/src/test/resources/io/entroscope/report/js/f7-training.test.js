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
test("changes in pairs of the same images are in the table, at the dots and in the caption", function () {
  let changes = (shown) => [{ change: 0.25, interval: [0.125, 0.375], probability: shown ? 0.001 : 0.4, shown: shown }]
    .concat(VIEW.training.layers.map((layer) => ({ layer: layer, change: -0.5, interval: [-0.75, -0.25], shown: shown })));
  let given = (shown) => Object.assign({}, VIEW, { training: Object.assign({}, VIEW.training, { epochs: VIEW.training.epochs.map((e, i) => (i ? Object.assign({}, e, { changes: changes(shown) }) : e)) }) });
  let hollow = (figure) => figure.body.split('r="3"').length;
  let sure = drawn(FIGURE, given(true));
  let unsure = drawn(FIGURE, given(false));
  let epochs = VIEW.training.epochs.length;
  holds(hollow(unsure) - hollow(sure) === (epochs - 1) * (1 + VIEW.training.layers.length), "hollow dots where nothing is shown");
  holds(/Hollow/.test(sure.caption) && !/Hollow/.test(drawn(FIGURE, VIEW).caption), "the caption tells what hollow means, if anything can be");
  holds(sure.table.columns.slice(-7).join() === "entropy change,entropy change from,entropy change to,accuracy change,accuracy change from,accuracy change to,McNemar p", "columns");
  holds(sure.table.rows[VIEW.training.layers.length].slice(-7).join() === "-0.5,-0.75,-0.25,0.25,0.125,0.375,0.001", "the second epoch's first row");
  holds(sure.table.rows[0].slice(-7).join() === ",,,,,,", "nothing before the first");
  holds(/McNemar\u2019s p = 0.001/.test(sure.panels[1].text(1, 0)) && /\u22120.5000 since the epoch before \(95% \u22120.7500 to \u22120.2500\)/.test(sure.panels[0].text(1, 0)), "read out at the dot");
});
