/* Figure 3: how often a unit of a layer is active with which probability, over the images of a class. */
(function () {
  /* On the bin's own edge, but for the last digits of a float. */
  function snapped(x) {
    return x > 0.5 && Math.abs(x - Math.round(x)) < 1e-4 ? Math.round(x) : x;
  }

  /*
   * Counts in equal bins from 0 to top. Bins of the result that lie within one of these are summed;
   * one that lies across several is spread evenly over the stretch it covers.
   */
  function linearBins(edges, counts, top) {
    let n = top >= 0.2 ? Math.round(top / 0.02) : 50;
    let out = new Array(n).fill(0);
    let exact = true;
    for (let k = 0; k < counts.length; k++) {
      if (!counts[k]) continue;
      let low = snapped((edges[k] / top) * n);
      let high = snapped((edges[k + 1] / top) * n);
      exact = exact && Math.ceil(high) - Math.floor(low) <= 1;
      for (let j = Math.floor(low); j < Math.min(n, high); j++) {
        let part = Math.min(high, j + 1) - Math.max(low, j);
        out[j] += counts[k] * (high > low ? part / (high - low) : 1);
      }
    }
    return { edges: E.range(n + 1).map((j) => (j * top) / n), counts: out, exact: exact };
  }

  /* The log bins from the first to the last that any series fills; the one from 0 gets a width. */
  function logBins(edges, series) {
    let first = edges.length;
    let last = 0;
    series.forEach((one) => one.counts.forEach(function (count, k) {
      if (count) {
        first = Math.min(first, k);
        last = Math.max(last, k);
      }
    }));
    let low = first === 0 ? (edges[1] * edges[1]) / edges[2] : edges[first];
    let kept = [low].concat(Array.from(edges.slice(first + 1, last + 2)));
    return { edges: kept, first: first, last: last, open: first === 0 };
  }

  function collect(view, layer, options, theme) {
    let side = E.side(layer, options.at);
    let unit = options.layer === layer.name && Number(options.unit) < layer.units ? Number(options.unit) : -1;
    return E.chosen(view, options, theme)
      .map((pick) => ({ pick: pick, colour: pick.colour, counts: E.histogram(layer, side, pick.c, unit), unit: unit }))
      .filter((one) => one.counts);
  }

  function binned(layer, series, options) {
    let edges = E.numbers(layer.edges);
    let reach = logBins(edges, series);
    if (options.x === "linear") {
      let top = edges[reach.last + 1];
      let nice = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1].filter((t) => t >= top * 0.999)[0] || 1;
      return series.map((one) => Object.assign({ open: false }, one, linearBins(edges, one.counts, options.reach === "full" ? 1 : nice)));
    }
    return series.map((one) => Object.assign({}, one, {
      edges: reach.edges, counts: one.counts.slice(reach.first, reach.last + 1), open: reach.open
    }));
  }

  function steps(one, x, y, base) {
    let d = "M" + E.place(x(one.edges[0])) + " " + E.place(base);
    one.counts.forEach(function (count, k) {
      d += "L" + E.place(x(one.edges[k])) + " " + E.place(count ? y(count) : base) + "H" + E.place(x(one.edges[k + 1]));
    });
    return d + "V" + E.place(base);
  }

  function drawLayer(out, view, layer, options, box, theme) {
    let series = layer.edges ? collect(view, layer, options, theme) : [];
    let heading = layer.name + (series.length && series[0].unit >= 0 ? ", unit " + series[0].unit : "");
    out.text(box.x - 44, box.y - 26, heading, { "font-weight": "bold", "font-size": 13, fill: theme.ink });
    out.text(box.x - 38 + E.textWidth(heading, 14), box.y - 26, series.length && series[0].unit >= 0 ? "" : E.many(layer.units, "unit"), { fill: theme.soft });
    if (!series.length) {
      out.text(box.x, box.y + 20, layer.edges ? E.fit(E.notKept(view), box.w, 12) : "no histograms in this result", { fill: theme.soft });
      return null;
    }
    let bins = binned(layer, series, options);
    let edges = bins[0].edges;
    let most = E.extent(bins.reduce((all, one) => all.concat(one.counts), []))[1];
    let x = options.x === "linear"
      ? E.linear(0, edges[edges.length - 1], box.x, box.x + box.w)
      : E.log(edges[0], edges[edges.length - 1], box.x, box.x + box.w);
    let y = options.y === "log"
      ? E.log(0.7, Math.pow(10, Math.ceil(Math.log(most) / Math.LN10 + 0.02)), box.y + box.h, box.y)
      : E.niceLinear(0, most, 4, box.y + box.h, box.y);
    let base = box.y + box.h;
    E.yAxis(out, box, y, series[0].unit >= 0 ? "images" : "images \u00d7 units", theme, { count: 4, hang: 44 });
    bins.forEach(function (one, k) {
      let d = steps(one, x, y, base);
      out.path(d + "Z", { fill: one.colour, "fill-opacity": k === 0 ? 0.4 : 0.18 });
      out.path(d, { fill: "none", stroke: one.colour, "stroke-width": 1.4, "stroke-dasharray": k === 0 ? undefined : "4 2" });
    });
    E.xAxis(out, box, x, "probability of activation", theme, { count: Math.max(3, Math.floor(box.w / 60)) });
    return { layer: layer, bins: bins, x: x, y: y, box: box };
  }

  function panel(view, drawn) {
    let edges = drawn.bins[0].edges;
    return {
      x: drawn.box.x, y: drawn.box.y, w: drawn.box.w, h: drawn.box.h,
      columns: edges.length - 1,
      rows: drawn.bins.length,
      cx: (i) => (drawn.x(edges[i]) + drawn.x(edges[i + 1])) / 2,
      cy: (i, j) => (drawn.bins[j].counts[i] ? drawn.y(drawn.bins[j].counts[i]) : drawn.box.y + drawn.box.h),
      text: function (i) {
        let from = drawn.bins[0].open && i === 0 ? "below " + E.significant(edges[1], 2) : E.significant(edges[i], 2) + " to " + E.significant(edges[i + 1], 2);
        return drawn.layer.name + ", " + from + ": " +
          drawn.bins.map((one) => E.className(view, one.pick.c) + " " + E.fixed(one.counts[i], one.counts[i] === Math.floor(one.counts[i]) ? 0 : 1)).join(", ");
      }
    };
  }

  function table(view, drawn) {
    let rows = [];
    drawn.filter((d) => d).forEach((d) => d.bins.forEach((one) => one.counts.forEach((count, k) =>
      rows.push([d.layer.name, one.unit < 0 ? "all" : one.unit, E.className(view, one.pick.c), one.open && k === 0 ? 0 : one.edges[k], one.edges[k + 1], count])
    )));
    return { columns: ["layer", "unit", "class", "from", "to", "count"], rows: rows };
  }

  function caption(view, drawn, options, theme) {
    let exact = drawn.every((d) => !d || d.bins.every((one) => one.exact));
    let classes = E.chosen(view, options, theme)
      .map((pick, k) => (k ? "Orange, dashed: " : "Blue: ") + E.className(view, pick.c) + " (N = " + E.many(view.data.classImages[pick.c], "image") + ")");
    return "Each image of a class gives each unit a probability, the unit\u2019s share of the image\u2019s softmax. " + classes.join(". ") + ". " +
      (options.x === "linear" ? "Equal bins, " + (exact ? "summed from the result\u2019s finer ones." : "derived from the result\u2019s: where one of those lies across several, it is spread evenly over them.") : "Bins are equal on the logarithmic axis.");
  }

  E.figures["3"] = {
    id: "3",
    title: "Statistical activation",
    short: "Histograms",
    paper: "figures 7 to 9",
    file: "statistical-activation",
    about: "How often activation probabilities of each size occur over the images of a class.",
    controls: function (view, options) {
      let list = [
        E.layerControl(view),
        { key: "x", label: "Probability axis", choices: [["log", "logarithmic"], ["linear", "linear (the paper\u2019s)"]] },
        { key: "y", label: "Count axis", choices: [["linear", "linear"], ["log", "logarithmic"]] }
      ];
      let one = view.layers.filter((layer) => layer.name === options.layer)[0];
      if (options.x === "linear") {
        list.push({ key: "reach", label: "Probabilities", choices: [["data", "to the data"], ["full", "0 to 1"]] });
      }
      if (one) {
        list.push({ key: "unit", label: "Unit", number: [0, one.units - 1], empty: "all" });
      }
      return list;
    },
    draw: function (view, options, theme, width) {
      let layers = E.shownLayers(view, options);
      let out = E.drawing();
      let grid = E.grid(layers.length, width, 270, layers.length === 1 ? 260 : 150, { left: 56, right: 14, top: 62, bottom: 44 });
      let entries = E.chosen(view, options, theme).map((pick, k) => ({ colour: pick.colour, opacity: 0.6, dash: k > 0, text: E.fit(E.className(view, pick.c), 130, 12) }));
      E.legend(out, 12, 12, entries, theme);
      let drawn = layers.map((layer, i) => drawLayer(out, view, layer, options, grid.boxes[i], theme));
      return {
        title: "Statistical activation: " + view.model.name,
        caption: caption(view, drawn, options, theme),
        width: width,
        height: grid.height,
        body: out.body(),
        table: table(view, drawn),
        panels: drawn.filter((d) => d).map((d) => panel(view, d))
      };
    }
  };
})();
