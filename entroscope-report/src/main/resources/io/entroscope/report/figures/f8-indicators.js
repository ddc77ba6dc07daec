/* Figure 8: what others judge layers by, each on its own scale: different quantities, never one score. */
(function () {
  /*
   * In the order in which the project's own trials bear them out (docs/advice): first those that beat
   * chance at saying which layer can go, then those that were tried and did not, then the untried.
   */
  let PANELS = [
    { title: "Share of directions", axis: "share of n", belief: "trusted", lines: [["saturation99", "99% of variance"], ["effectiveRank", "effective rank", true], ["participationRatio", "participation", true]],
      meaning: "Low: the layer uses few directions and can sooner go; the 99% line (saturation) is what `advise` ranks by. High: it uses most of its units." },
    { title: "Beside the layer before", axis: "", belief: "trusted", lines: [["cka", "linear CKA"], ["angularDistance", "angular distance / \u03c0"]],
      meaning: "CKA near 1, or a small distance: the layer changes little. The distance needs two layers of one width, so it is a dot or missing elsewhere." },
    { title: "Linear probe", axis: "accuracy", belief: "tried", lines: [["probe", "probe", false, "probeLow", "probeHigh"]],
      meaning: "High: the classes can be read off with a linear map. No gain over the layer before: it adds nothing that a linear map can use." },
    { title: "On or off", axis: "bits per unit", belief: "tried", lines: [["onOffEntropy", "all images"], ["onOffEntropyWithinClasses", "within classes"]],
      meaning: "Low: units are always on or always off, so the layer is nearly linear. High: which units are on changes from image to image." },
    { title: "Winning unit", axis: "H / ln n", belief: "untried", lines: [["winnerEntropyNormalized", "winner entropy"]],
      meaning: "Low: the same unit is largest for most images. High: all units take turns." },
    { title: "What units know of the label", axis: "nats", belief: "untried", lines: [["labelInformation", "mean of units"], ["labelInformationMax", "best unit"]],
      meaning: "High: whether a unit is on tells the class. Low: single units say little; together they still may." },
    { title: "Class patterns apart", axis: "divergence / ln C", belief: "untried", lines: [["patternDivergenceNormalized", "Jensen\u2013Shannon"]],
      meaning: "High: each class excites units of its own. Low: the classes share them." },
    { title: "Dormant units", axis: "share of n", belief: "untried", lines: [["dormant", "dormant"]],
      meaning: "High: many units are nearly silent beside the others. Low: all take part." },
    { title: "R\u00e9nyi entropy, order 2", axis: "H / ln N", belief: "untried", lines: [["renyi", "matrix-based"]],
      meaning: "High: the layer keeps images apart. Low: it maps them onto one another." }
  ];
  E.indicatorPanels = PANELS;
  let BELIEFS = {
    trusted: "Beat chance in our trials",
    tried: "Tried, no better than chance",
    untried: "Not tried by us"
  };
  let COLUMNS = ["effectiveRank", "participationRatio", "dim99", "saturation99", "delveSaturation", "probe", "probeLow", "probeHigh",
    "onOffEntropy", "onOffEntropyWithinClasses", "winnerEntropyNormalized", "labelInformation", "labelInformationMax",
    "patternDivergenceNormalized", "cka", "angularDistance", "dormant", "renyi"];
  let DASHES = [undefined, "6 3", "2 3"];
  let PLOT = 110;

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
    return {
      title: statistic.title, axis: statistic.unit, belief: "untried", meaning: statistic.meaning,
      lines: [[name, "value", false, name + "Low", name + "High"]]
    };
  }

  function about(statistic, layers, at) {
    let counts = layers.map((layer) => found(layer, at, statistic.name + "Images")).filter((n) => n !== undefined);
    let ends = counts.length ? E.extent(counts) : [];
    return " " + statistic.title + ": " + statistic.source + "." +
      (ends.length ? " N = " + E.count(ends[0]) + (ends[1] > ends[0] ? " to " + E.count(ends[1]) : "") + "." : "");
  }

  /* The lines of a panel's words: its title, how far to believe it, what high and low mean. */
  function words(panel, width) {
    return E.wrap(panel.meaning.replace(/`/g, ""), width, 12);
  }

  function drawWords(out, panel, x, y, width, theme) {
    out.text(x, y, E.fit(panel.title, width, 14), { "font-weight": "bold", "font-size": 13, fill: theme.ink });
    out.text(x, y + 16, BELIEFS[panel.belief], { fill: panel.belief === "trusted" ? theme.ink : theme.soft, "font-style": panel.belief === "trusted" ? undefined : "italic" });
    let lines = words(panel, width);
    lines.forEach((line, i) => out.text(x, y + 33 + i * 15, line, { fill: theme.soft }));
    legends(panel, width).forEach((row, r) => row.forEach((entry) =>
      E.legend(out, x + entry.x, y + 36 + (lines.length + r) * 16, [{ colour: entry.k ? theme.soft : theme.ink, dash: DASHES[entry.k] || "16 0", text: entry.text }], theme)));
  }

  /* The names of a panel's lines, in as many rows as it takes; none where there is one line. */
  function legends(panel, width) {
    let rows = [];
    let x = width;
    (panel.lines.length > 1 ? panel.lines : []).forEach(function (line, k) {
      let wide = E.textWidth(line[1], 12) + 39;
      if (x + wide > width + 18) {
        rows.push([]);
        x = 0;
      }
      rows[rows.length - 1].push({ x: x, k: k, text: line[1] });
      x += wide;
    });
    return rows;
  }

  function drawLines(out, layers, options, panel, rows, xs, y, theme) {
    let at = options.at;
    panel.lines.forEach(function (line, k) {
      if (layers.some((l) => isFinite(value(l, at, line[3])))) {
        out.path(E.band(xs, layers.map((l) => y(value(l, at, line[3]))), layers.map((l) => y(value(l, at, line[4])))), { fill: theme.ink, "fill-opacity": 0.15 });
      }
      out.path(E.polyline(rows[k].map((v, i) => [xs[i], y(v)])), {
        fill: "none", stroke: k ? theme.soft : theme.ink, "stroke-width": 1.75, "stroke-dasharray": DASHES[k]
      });
      if (xs.length <= 20) {
        rows[k].forEach((v, i) => isFinite(v) && out.circle(xs[i], y(v), 2.5, { fill: k ? theme.soft : theme.ink }));
      }
    });
  }

  function drawPanel(out, layers, options, panel, box, theme) {
    let at = options.at;
    let rows = panel.lines.map((line) => layers.map((layer) => value(layer, at, line[0], line[2])));
    let all = rows.reduce((list, row) => list.concat(row), []).filter(isFinite);
    if (!all.length) {
      out.text(box.x - 38, box.y + 8, "not known for these layers", { fill: theme.soft });
      return null;
    }
    let ends = panel.lines.reduce((list, line) => (line[3] ? list.concat(layers.map((l) => value(l, at, line[3])), layers.map((l) => value(l, at, line[4]))) : list), all).filter(isFinite);
    let reach = E.extent(ends);
    let low = options.range === "data" ? reach[0] : Math.min(0, reach[0]);
    let y = E.niceLinear(low, reach[1], 3, box.y + box.h, box.y);
    let xs = E.places(box, layers.length);
    E.yAxis(out, box, y, panel.axis, theme, { count: 3, hang: 38 });
    E.layerAxis(out, box, xs, layers.map((layer) => layer.name), theme, options.layer);
    drawLines(out, layers, options, panel, rows, xs, y, theme);
    return {
      x: box.x, y: box.y, w: box.w, h: box.h,
      columns: layers.length,
      rows: rows.length,
      cx: (i) => xs[i],
      cy: (i, j) => y(rows[j][i]),
      pick: (i) => ({ layer: layers[i].name }),
      text: (i, j) => panel.title + ", " + panel.lines[j][1] + ", " + layers[i].name + ": " + (isFinite(rows[j][i]) ? E.significant(rows[j][i], 3) : "not known") +
        (isFinite(value(layers[i], at, panel.lines[j][3])) ? " (95% " + E.fixed(value(layers[i], at, panel.lines[j][3]), 3) + " to " + E.fixed(value(layers[i], at, panel.lines[j][4]), 3) + ")" : "")
    };
  }

  /* Panels in rows; those of a row have room for the longest of their words. */
  function laidOut(all, layers, width) {
    let columns = Math.max(1, Math.min(all.length, Math.floor(width / 290)));
    let cell = width / columns;
    let foot = E.layerFoot(layers.map((layer) => layer.name), cell - 58);
    let boxes = [];
    let y = 0;
    for (let from = 0; from < all.length; from += columns) {
      let row = all.slice(from, from + columns);
      let lines = Math.max.apply(null, row.map((panel) => words(panel, cell - 20).length + legends(panel, cell - 20).length));
      let head = 16 + 33 + lines * 16 + 24;
      row.forEach((_, k) => boxes.push({ top: y + 16, x: k * cell + 44, y: y + head, w: cell - 58, h: PLOT }));
      y += head + PLOT + foot + 16;
    }
    return { boxes: boxes, cell: cell, height: y };
  }

  E.figures["8"] = {
    id: "8",
    title: "Other readings of the layers",
    short: "Indicators",
    paper: "",
    file: "other-readings",
    about: "What others judge layers by, first those that best named the layer that can go, in 20 networks out of which layers were really taken; there the deepest layer, with no look at any activation, was as good a choice. They are different quantities, and no score is made of them.",
    lacks: (view) => (view.layers.some((layer) => layer.output.indicators) ? null : "`entroscope analyze \u2026 --indicators` finds them."),
    controls: function (view) {
      return [{ key: "range", label: "Axes", choices: [["zero", "from 0"], ["data", "each to its data"]] }].concat(E.layersControl(view));
    },
    draw: function (view, options, theme, width) {
      let layers = E.curveLayers(view, options.layers);
      let out = E.drawing();
      let statistics = view.statistics || [];
      let all = PANELS.concat(statistics.map(described));
      let columns = statistics.reduce((list, one) => list.concat(["", "Low", "High", "Images"].map((end) => one.name + end)), COLUMNS);
      let laid = laidOut(all, layers, width);
      let panels = all.map(function (panel, k) {
        let box = laid.boxes[k];
        drawWords(out, panel, box.x - 38, box.top, laid.cell - 20, theme);
        return drawPanel(out, layers, options, panel, box, theme);
      });
      let first = known(layers[0], options.at);
      return {
        title: "Other readings of the layers: " + view.model.name,
        caption: "Effective rank: Roy and Vetterli 2007; participation ratio; directions that hold 99% of the variance. On or off: as in EASIER and NEPENTHE, which remove the layer where it is lowest. " +
          "Winning unit: with Miller and Madow\u2019s correction. Divergence: Lin 1991. CKA: Kornblith et al. 2019. Angular distance: Gromov et al. 2024. " +
          "Dormant: Sokar et al. 2023. R\u00e9nyi: S\u00e1nchez Giraldo et al. 2015. N = " + (first.images === undefined ? "not known" : E.many(first.images, "image")) +
          (first.probeImages === undefined ? "" : "; probe tried on " + E.count(first.probeImages) + ", band: 95% Wilson interval") +
          (first.renyiImages === undefined ? "" : "; R\u00e9nyi from a sample of " + E.count(first.renyiImages)) + ". Curves without a band have no uncertainty here." +
          statistics.map((one) => about(one, layers, options.at)).join(""),
        width: width,
        height: laid.height,
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
