/* Figure 8: what others judge layers by, each on its own scale: different quantities, never one score. */
(function () {
  let PANELS = [
    { title: "Effective rank", axis: "share of n", lines: [["effectiveRank", "rank", true], ["participationRatio", "participation", true], ["saturation99", "99% variance"]] },
    { title: "Linear probe", axis: "accuracy", lines: [["probe", "probe", false, "probeLow", "probeHigh"]] },
    { title: "On or off", axis: "bits per unit", lines: [["onOffEntropy", "all images"], ["onOffEntropyWithinClasses", "within classes"]] },
    { title: "Winning unit", axis: "H / ln n", lines: [["winnerEntropyNormalized", "winner entropy"]] },
    { title: "What units know of the label", axis: "nats", lines: [["labelInformation", "mean of units"], ["labelInformationMax", "best unit"]] },
    { title: "Class patterns apart", axis: "divergence / ln C", lines: [["patternDivergenceNormalized", "Jensen\u2013Shannon"]] },
    { title: "Beside the layer before", axis: "", lines: [["cka", "linear CKA"], ["angularDistance", "angular distance / \u03c0"]] },
    { title: "Dormant units", axis: "share of n", lines: [["dormant", "dormant"]] },
    { title: "R\u00e9nyi entropy, order 2", axis: "H / ln N", lines: [["renyi", "matrix-based"]] }
  ];
  let COLUMNS = ["effectiveRank", "participationRatio", "dim99", "saturation99", "delveSaturation", "probe", "probeLow", "probeHigh",
    "onOffEntropy", "onOffEntropyWithinClasses", "winnerEntropyNormalized", "labelInformation", "labelInformationMax",
    "patternDivergenceNormalized", "cka", "angularDistance", "dormant", "renyi"];

  function known(layer, at) {
    return E.side(layer, at).indicators || {};
  }

  /* Undefined if not known. */
  function found(layer, at, name) {
    let all = known(layer, at);
    return all[name] !== undefined ? all[name] : (all.statistics || {})[name];
  }

  function value(layer, at, name, byUnits) {
    let number = found(layer, at, name);
    return number === undefined ? NaN : byUnits ? number / layer.units : number;
  }

  /* A statistic that the result itself describes has a panel by its description alone. */
  function described(statistic) {
    let name = statistic.name;
    return { title: statistic.title, axis: statistic.unit, lines: [[name, "value", false, name + "Low", name + "High"]] };
  }

  function about(statistic, layers, at) {
    let counts = layers.map((layer) => found(layer, at, statistic.name + "Images")).filter((n) => n !== undefined);
    let ends = counts.length ? [Math.min.apply(null, counts), Math.max.apply(null, counts)] : [];
    return " " + statistic.title + ": " + statistic.meaning + " " + statistic.source + "." +
      (ends.length ? " N = " + E.count(ends[0]) + (ends[1] > ends[0] ? " to " + E.count(ends[1]) : "") + "." : "");
  }

  function drawPanel(out, layers, at, panel, box, theme) {
    let colours = [theme.ink, theme.a, theme.b];
    let rows = panel.lines.map((line) => layers.map((layer) => value(layer, at, line[0], line[2])));
    let all = rows.reduce((list, row) => list.concat(row), []).filter(isFinite);
    out.text(box.x - 38, box.y - 40, panel.title, { "font-weight": "bold", "font-size": 12, fill: theme.ink });
    if (!all.length) {
      out.text(box.x - 38, box.y - 8, "not known for these layers", { fill: theme.soft });
      return null;
    }
    let ends = panel.lines.reduce((list, line) => (line[3] ? list.concat(layers.map((l) => value(l, at, line[3])), layers.map((l) => value(l, at, line[4]))) : list), all).filter(isFinite);
    let reach = E.extent(ends);
    let y = E.niceLinear(Math.min(0, reach[0]), reach[1], 3, box.y + box.h, box.y);
    let xs = E.places(box, layers.length);
    E.yAxis(out, box, y, panel.axis, theme, { count: 3, hang: 38 });
    panel.lines.forEach(function (line, k) {
      if (layers.some((l) => isFinite(value(l, at, line[3])))) {
        out.path(E.band(xs, layers.map((l) => y(value(l, at, line[3]))), layers.map((l) => y(value(l, at, line[4])))), { fill: colours[k], "fill-opacity": 0.18 });
      }
      out.path(E.polyline(rows[k].map((v, i) => [xs[i], y(v)])), {
        fill: "none", stroke: colours[k], "stroke-width": 1.75, "stroke-dasharray": ["", "5 2", "2 2"][k] || undefined
      });
      if (xs.length <= 20) {
        rows[k].forEach((v, i) => isFinite(v) && out.circle(xs[i], y(v), 2.5, { fill: colours[k] }));
      }
    });
    if (panel.lines.length > 1) {
      E.legend(out, box.x - 38, box.y - 24, panel.lines.map((line, k) => ({ colour: colours[k], dash: k > 0, text: line[1] })), theme);
    }
    E.layerAxis(out, box, xs, layers.map((layer) => layer.name), theme);
    return {
      x: box.x, y: box.y, w: box.w, h: box.h,
      columns: layers.length,
      rows: rows.length,
      cx: (i) => xs[i],
      cy: (i, j) => y(rows[j][i]),
      text: (i, j) => panel.title + ", " + panel.lines[j][1] + ", " + layers[i].name + ": " + (isFinite(rows[j][i]) ? E.significant(rows[j][i], 3) : "not known") +
        (isFinite(value(layers[i], at, panel.lines[j][3])) ? " (95% " + E.fixed(value(layers[i], at, panel.lines[j][3]), 3) + " to " + E.fixed(value(layers[i], at, panel.lines[j][4]), 3) + ")" : "")
    };
  }

  E.figures["8"] = {
    id: "8",
    title: "Other readings of the layers",
    paper: "",
    file: "other-readings",
    about: "What others judge layers by. They are different quantities from the paper\u2019s entropy and from one another, and no score is made of them.",
    controls: function (view) {
      return view.layers.some((layer) => layer.output.indicators)
        ? [{ key: "layers", label: "Layers", choices: [["verdict", "in the verdict"], ["all", "all observed"]] }]
        : [];
    },
    draw: function (view, options, theme, width) {
      let layers = E.curveLayers(view, options.layers);
      if (!layers.some((layer) => known(layer, options.at).images !== undefined)) {
        return E.nothing("This result holds no other indicators. `entroscope analyze \u2026 --indicators` finds them.");
      }
      let out = E.drawing();
      let statistics = view.statistics || [];
      let all = PANELS.concat(statistics.map(described));
      let columns = statistics.reduce((list, one) => list.concat(["", "Low", "High", "Images"].map((end) => one.name + end)), COLUMNS);
      let grid = E.grid(all.length, width, 270, 110, { left: 44, right: 14, top: 64, bottom: 48 });
      let panels = all.map((panel, k) => drawPanel(out, layers, options.at, panel, grid.boxes[k], theme));
      let first = known(layers[0], options.at);
      return {
        title: "Other readings of the layers: " + view.model.name,
        caption: "Effective rank: Roy and Vetterli 2007; participation ratio; directions that hold 99% of the variance. On or off: as in EASIER and NEPENTHE, which remove the layer where it is lowest. " +
          "Winning unit: with Miller and Madow\u2019s correction. Divergence: Lin 1991. CKA: Kornblith et al. 2019. Angular distance: Gromov et al. 2024. " +
          "Dormant: Sokar et al. 2023. R\u00e9nyi: S\u00e1nchez Giraldo et al. 2015. N = " + E.many(first.images, "image") +
          (first.probeImages === undefined ? "" : "; probe tried on " + E.count(first.probeImages) + ", band: 95% Wilson interval") +
          (first.renyiImages === undefined ? "" : "; R\u00e9nyi from a sample of " + E.count(first.renyiImages)) + ". Curves without a band have no uncertainty here." +
          statistics.map((one) => about(one, layers, options.at)).join(""),
        width: width,
        height: grid.height,
        body: out.body(),
        table: {
          columns: ["layer", "units", "images"].concat(columns),
          rows: layers.map((layer) => [layer.name, layer.units, known(layer, options.at).images].concat(columns.map((name) => found(layer, options.at, name))))
        },
        panels: panels.filter((panel) => panel)
      };
    }
  };
})();
