/* Figure 10: patterns, curve and accuracy together, of all images and of the two chosen classes. */
(function () {
  function point(layer, options, c) {
    let side = E.side(layer, options.at);
    let mean = E.meanEntropy(layer, options.at, "patternEntropy", false);
    let own = (end) => E.entropy(layer, options.at, "patternEntropy" + end, c, false);
    let interval = c < 0 ? mean.slice(1) : [own("Low"), own("High")];
    return { value: c < 0 ? mean[0] : own(""), interval: interval.every(isFinite) ? interval : null, pattern: E.pattern(side, c) };
  }

  function rowsOf(view, options, layers, theme) {
    let all = { name: "All images, and the mean of the curves of the classes", accuracyName: "accuracy", accuracy: view.accuracy, colour: theme.ink, points: layers.map((layer) => point(layer, options, -1)) };
    return [all].concat(E.chosen(view, options, theme).map((pick, k) => ({
      name: E.className(view, pick.c), accuracyName: "recognised", accuracy: view.data.recall ? view.data.recall[pick.c] : undefined, colour: pick.colour, dash: k ? "5 2" : undefined,
      points: layers.map((layer) => point(layer, options, pick.c))
    })));
  }

  E.figures["10"] = {
    id: "10",
    title: "Patterns, curve and accuracy together",
    short: "Together",
    paper: "figures 10 to 15",
    file: "patterns-and-curve",
    about: "As the paper sets them: the activation pattern of each layer above its entropy, with the accuracy at the end of the curve.",
    controls: function (view) {
      return E.layersControl(view);
    },
    draw: function (view, options, theme, width) {
      let layers = E.curveLayers(view, options.layers);
      let names = layers.map((layer) => layer.name);
      let rows = rowsOf(view, options, layers, theme);
      let out = E.drawing();
      let drawn = E.panorama(out, names, rows, E.normalizedName(view), theme, width, options.layer);
      let table = [];
      rows.forEach((row) => row.points.forEach((p, i) => table.push([row.name, names[i], layers[i].units, p.value, p.interval ? p.interval[0] : null, p.interval ? p.interval[1] : null, p.pattern ? E.extent(p.pattern)[1] : null, row.accuracy])));
      return {
        title: "Patterns, curve and accuracy: " + view.model.name,
        caption: "Above: the softmax over each layer\u2019s units of the mean activation, those of a layer on one axis; of many units, the largest of each column. Below: normalised pattern entropy; bands: 95% intervals where they are known. N = " +
          E.many(view.data.images, "image") + rows.slice(1).map((row) => ", " + E.count(view.data.classImages[view.data.classes.indexOf(row.name)]) + " of " + row.name).join("") + ".",
        width: width,
        height: drawn.height,
        body: out.body(),
        table: { columns: ["of", "layer", "units", "entropy", "from", "to", "largest probability", "accuracy"], rows: table },
        panels: drawn.panels.map((panel) => Object.assign({ pick: (i) => ({ layer: names[i] }) }, panel))
      };
    }
  };
})();
