/* Figure 7c: the information plane, by two estimators side by side. */
(function () {
  let ESTIMATORS = [
    { title: "By binning", input: "inputBinned", labels: "labelsBinned" },
    { title: "By pairwise distances", input: "inputPairwise", labels: "labelsPairwise" }
  ];

  /* The epochs that hold it, with the numbers of an estimator by layer. */
  function epochs(view) {
    return view.training ? view.training.epochs.filter((epoch) => epoch.information) : [];
  }

  function paths(view, estimator) {
    return view.training.layers.map((name, l) => ({
      name: name,
      points: epochs(view).map((epoch) => [E.numbers(epoch.information[estimator.input])[l], E.numbers(epoch.information[estimator.labels])[l]])
    }));
  }

  /* The same axes for both estimators, so that their disagreement is seen. */
  function reach(view) {
    let all = ESTIMATORS.reduce((list, one) => list.concat(paths(view, one)), []).reduce((list, path) => list.concat(path.points), []);
    return { x: Math.max.apply(null, all.map((p) => p[0])), y: Math.max.apply(null, all.map((p) => p[1])) };
  }

  function drawPlane(out, view, estimator, box, ends, theme) {
    let list = paths(view, estimator);
    let shades = E.shades(theme, list.length);
    let x = E.niceLinear(0, ends.x || 1, 5, box.x, box.x + box.w);
    let y = E.niceLinear(0, ends.y || 1, 5, box.y + box.h, box.y);
    out.text(box.x - 34, box.y - 28, estimator.title, { "font-weight": "bold", "font-size": 13, fill: theme.ink });
    E.yAxis(out, box, y, "I(T; Y), nats", theme);
    E.xAxis(out, box, x, "I(X; T), nats", theme);
    list.forEach(function (path, l) {
      out.path(E.polyline(path.points.map((p) => [x(p[0]), y(p[1])])), { fill: "none", stroke: shades[l], "stroke-width": 1.5 });
      path.points.forEach(function (p, e) {
        let last = e === path.points.length - 1;
        out.circle(x(p[0]), y(p[1]), last ? 5 : 2.5, { fill: shades[l] });
      });
    });
    let ended = list.map((path, l) => ({ path: path, shade: shades[l], at: path.points[path.points.length - 1] }));
    let labels = ended.map((one) => ({ y: y(one.at[1]), text: one.path.name, x: x(one.at[0]), colour: one.shade }));
    E.spread(labels, 12, box.y, box.y + box.h).forEach(function (label) {
      let beyond = box.x + box.w + 8;
      out.line(label.x + 5, label.y, beyond, label.at, { stroke: label.colour, "stroke-width": 0.5, "stroke-opacity": 0.6 });
      out.text(beyond + 3, label.at + 4, E.fit(label.text, 46, 12), { fill: theme.ink });
    });
    return {
      x: box.x, y: box.y, w: box.w, h: box.h,
      columns: epochs(view).length,
      rows: list.length,
      cx: (i, j) => x(list[j || 0].points[i][0]),
      cy: (i, j) => y(list[j].points[i][1]),
      text: (i, j) => list[j].name + ", epoch " + E.significant(epochs(view)[i].epoch, 3) + ": I(X; T) " + E.fixed(list[j].points[i][0], 3) +
        ", I(T; Y) " + E.fixed(list[j].points[i][1], 3) + ", " + estimator.title.toLowerCase()
    };
  }

  function table(view) {
    let names = ["inputBinned", "labelsBinned", "inputPairwise", "inputPairwiseLower", "labelsPairwise"];
    let rows = [];
    epochs(view).forEach((epoch) => view.training.layers.forEach((name, l) =>
      rows.push([epoch.epoch, name].concat(names.map((of) => E.numbers(epoch.information[of])[l]), [epoch.information.images]))));
    return {
      columns: ["epoch", "layer", "I(X;T) binned", "I(T;Y) binned", "I(X;T) pairwise, at most", "I(X;T) pairwise, at least", "I(T;Y) pairwise", "images"],
      rows: rows
    };
  }

  /* The largest difference of the two estimators, read off the numbers. */
  function disagreement(view) {
    let most = { by: 0, text: "" };
    epochs(view).forEach((epoch) => view.training.layers.forEach(function (name, l) {
      let binned = E.numbers(epoch.information.inputBinned)[l];
      let pairwise = E.numbers(epoch.information.inputPairwise)[l];
      if (Math.abs(binned - pairwise) > most.by) {
        most = {
          by: Math.abs(binned - pairwise),
          text: " The two estimators of I(X; T) differ most at " + name + " in epoch " + E.significant(epoch.epoch, 3) + ": " +
            E.fixed(binned, 2) + " by binning, at most " + E.fixed(pairwise, 2) + " by distances."
        };
      }
    }));
    return most.text;
  }

  E.figures["7c"] = {
    id: "7c",
    title: "Information plane",
    short: "Plane",
    paper: "",
    file: "information-plane",
    about: "What each layer tells of the image and of the class while the model learns (N. Tishby\u2019s information plane), by two estimators.",
    lacks: (view) => (epochs(view).length ? null : "`entroscope train \u2026 --track` keeps it; `entroscope track \u2026 --indicators` makes it from checkpoints."),
    controls: function () {
      return [];
    },
    draw: function (view, options, theme, width) {
      let out = E.drawing();
      let grid = E.grid(ESTIMATORS.length, width, 400, 260, { left: 44, right: 62, top: 60, bottom: 48 });
      let ends = reach(view);
      let panels = ESTIMATORS.map((estimator, k) => drawPlane(out, view, estimator, grid.boxes[k], ends, theme));
      let first = epochs(view)[0].information;
      return {
        title: "Information plane: " + view.model.name,
        caption: "A path for each layer, a point for each epoch, the last one large; stronger shades: deeper layers. N = " + E.many(first.images, "image") +
          ", so that neither can exceed ln N = " + E.fixed(Math.log(first.images), 2) + " nats. A deterministic network keeps all of X that it does not map to exactly the same activations: " +
          "I(X; T) shows how coarse the 30 bins (R. Shwartz-Ziv and N. Tishby 2017), or how strong the noise of 0.1 times a unit\u2019s variance (A. Kolchinsky and B. Tracey 2017), are to a layer. " +
          "A path that turns left is activations that cluster, not information that is lost (A. Saxe et al. 2018; Z. Goldfeld et al. 2019)." + disagreement(view),
        width: width,
        height: grid.height,
        body: out.body(),
        table: table(view),
        panels: panels
      };
    }
  };
})();
