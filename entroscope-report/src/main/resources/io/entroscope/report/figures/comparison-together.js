/* Patterns, curves and accuracy of several results, one below the other, layer above layer. */
(function () {
  /* The pattern of the chosen class, or of all images. */
  function pattern(view, point, options) {
    let c = view.classes[options.a] === undefined ? -1 : options.a;
    return E.numbers(point.patterns[c]);
  }

  E.comparisons["4"] = {
    id: "4",
    title: "Patterns, curves and accuracy together",
    short: "Together",
    paper: "figures 10 to 15",
    file: "compared-patterns-and-curves",
    about: "As the paper sets them: a network with layers deleted stands below the whole one, its other layers below the same.",
    lacks: (view) => (view.results.some((one) => one.curve.some((point) => point.patterns && point.patterns["-1"])) ? null : "`entroscope compare` draws them of results that hold activation patterns."),
    controls: function () {
      return [];
    },
    draw: function (view, options, theme, width) {
      let looks = E.resultLooks(view, theme);
      let of = view.classes[options.a] === undefined ? -1 : options.a;
      let rows = view.results.map((one, r) => ({
        name: one.name, accuracyName: of < 0 ? "accuracy" : "recognised", accuracy: of < 0 ? one.accuracy : one.recall ? E.numbers(one.recall)[of] : undefined, colour: looks[r].colour, dash: looks[r].dash,
        points: E.resultPoints(view, r).map((p) => p && { value: E.pointValue(view, p, "raw", options), interval: of < 0 ? p.interval : null, pattern: pattern(view, p, options) })
      }));
      let out = E.drawing();
      let labels = view.columns.map((column) => column.label);
      let drawn = E.panorama(out, labels, rows, E.normalizedName(view), theme, width);
      let table = [];
      rows.forEach((row) => row.points.forEach((p, i) => p && table.push([row.name, labels[i], p.value, p.pattern ? E.extent(p.pattern)[1] : null, row.accuracy])));
      return {
        title: "Patterns, curves and accuracy: " + view.results.length + " results",
        caption: (of < 0 ? "Patterns of all images; curves: mean over the classes. " : "Class " + view.classes[of] + (of < view.patterned ? ". " : "; there is no room for its patterns in this page. ")) +
          "The patterns of a layer are on one axis; of many units, the largest of each column. Gaps are layers that a result lacks. " + view.results.map((one) => one.name + ": N = " + E.count(one.images)).join(", ") + ".",
        width: width,
        height: drawn.height,
        body: out.body(),
        table: { columns: ["result", "layer", "entropy", "largest probability", "accuracy"], rows: table },
        panels: drawn.panels
      };
    }
  };
})();
