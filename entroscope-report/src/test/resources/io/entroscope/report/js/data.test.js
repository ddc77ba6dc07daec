test("packed numbers of both kinds", () => equal([Array.from(E.numbers("f:AACAPwAAAEA=")), E.numbers("v:AYAB")], [[1, 2], [1, 128]]));
test("class scores can be left out of the curve", function () {
  let names = (which) => E.curveLayers(VIEW, which).map((layer) => layer.name);
  equal([names("verdict"), names("all").length], [["fc1", "fc2", "fc3"], 5]);
  let scores = Object.assign({}, VIEW, { layers: VIEW.layers.map((l) => (l.name === "fc3" ? Object.assign({}, l, { role: "output" }) : l)) });
  equal(E.curveLayers(scores, "hidden").map((layer) => layer.name), ["fc1", "fc2"]);
  equal(E.layersControl(scores)[0].choices.map((choice) => choice[0]), ["verdict", "hidden", "all"]);
});
test("units that are classes are called so", () => equal([E.unitName(VIEW, { unitsAreClasses: true }, 3), E.unitName(VIEW, {}, 3)], ["3", "3"]));
test("a zoom is read, or is none", function () {
  equal(E.zoomOf({ zoom: "1,0.2,0.8,2,4" }, 9), { panel: 1, reach: [0.2, 0.8], from: 2, to: 4 });
  equal(E.zoomOf({ zoom: "1,0.8,0.2,2,4" }, 9).panel, -1);
  equal(E.zoomOf({ zoom: "0,0,1,5,99" }, 9).to, 8);
  equal(E.zoomOf({}, 9), { panel: -1, reach: null, from: 0, to: 8 });
});
test("mistakes, most frequent first", function () {
  let list = E.mistakes(VIEW, 0);
  holds(list.every((one, k) => one[0] !== 0 && (k === 0 || list[k - 1][1] >= one[1])), "in order");
});
