/* The figures of a comparison: curves side by side, accuracy, and differences from the first result. */
E.comparisons = {};

(function () {
  /* Two results in blue and orange; more in shades by their order, so that an order shows. */
  function colours(view, theme) {
    return view.results.length === 2 ? [theme.a, theme.b] : E.shades(theme, view.results.length);
  }

  /* The points of a result's curve, by column; a layer that it lacks is a gap. */
  function points(view, r) {
    return view.columns.map((column) => (column.at[r] < 0 ? undefined : view.results[r].curve[column.at[r]]));
  }

  function drawPanel(out, view, field, title, box, y, theme) {
    let labels = view.columns.map((column) => column.label);
    let xs = E.places(box, labels.length);
    let shades = colours(view, theme);
    out.text(box.x - 34, box.y - 28, title, { "font-weight": "bold", "font-size": 12, fill: theme.ink });
    E.yAxis(out, box, y, E.normalizedName(view), theme);
    view.results.forEach(function (one, r) {
      let curve = points(view, r);
      let at = curve.map((point, i) => [xs[i], point ? y(point[field]) : NaN]);
      if (field === "raw") {
        let end = (k) => curve.map((p) => y(p && p.interval ? p.interval[k] : NaN));
        let band = E.band(xs, end(0), end(1));
        if (band) out.path(band, { fill: shades[r], "fill-opacity": 0.22 });
      }
      let known = at.filter((p) => isFinite(p[1]));
      if (known.length < xs.length) out.path(E.polyline(known), { fill: "none", stroke: shades[r], "stroke-width": 1, "stroke-dasharray": "1 4" });
      out.path(E.polyline(at), { fill: "none", stroke: shades[r], "stroke-width": 2, "stroke-dasharray": r === 1 && view.results.length === 2 ? "5 2" : undefined });
      known.forEach((p) => out.circle(p[0], p[1], 2.5, { fill: shades[r] }));
    });
    let ends = view.results.map(function (one, r) {
      let curve = points(view, r);
      let last = E.range(curve.length).filter((i) => curve[i]).pop();
      return { y: y(curve[last][field]), x: xs[last], text: one.name, colour: shades[r] };
    });
    E.spread(ends, 12, box.y + 4, box.y + box.h).forEach(function (label) {
      out.line(label.x + 4, label.y, box.x + box.w + 8, label.at, { stroke: label.colour, "stroke-width": 0.75, "stroke-opacity": 0.6 });
      out.text(box.x + box.w + 11, label.at + 4, E.fit(label.text, 118, 11), { fill: theme.ink });
    });
    E.layerAxis(out, box, xs, labels, theme);
    return {
      x: box.x, y: box.y, w: box.w, h: box.h,
      columns: labels.length,
      rows: view.results.length,
      cx: (i) => xs[i],
      cy: (i, j) => (points(view, j)[i] ? y(points(view, j)[i][field]) : NaN),
      text: function (i, j) {
        let point = points(view, j)[i];
        return point
          ? view.results[j].name + ", " + point.layer + ": " + E.fixed(point[field], 4) +
            (field === "raw" && point.interval ? " \u00b1 " + E.significant((point.interval[1] - point.interval[0]) / 2, 2) : "")
          : view.results[j].name + ": has no " + labels[i];
      }
    };
  }

  E.comparisons["1"] = {
    id: "1",
    title: "Entropy by depth, side by side",
    paper: "",
    file: "compared-entropy-by-depth",
    about: "Normalised pattern entropy, averaged over the classes, of each result.",
    controls: function () {
      return [];
    },
    draw: function (view, options, theme, width) {
      let beside = width >= 760;
      let right = 136;
      let wide = beside ? (width - 2 * (40 + right)) / 2 : width - 40 - right;
      let high = Math.max(250, view.results.length * 13);
      let all = view.results.reduce((list, one) => list.concat(one.curve.map((p) => p.raw), one.curve.map((p) => p.standardized)), []);
      let out = E.drawing();
      let panels = ["raw", "standardized"].map(function (field, k) {
        let box = { x: 40 + (beside ? k * (wide + 40 + right) : 0), y: 44 + (beside ? 0 : k * (high + 90)), w: wide, h: high };
        let y = E.niceLinear(E.extent(all)[0], E.extent(all)[1], 5, box.y + box.h, box.y);
        return drawPanel(out, view, field, k ? "Standardised" : "Raw", box, y, theme);
      });
      let rows = [];
      view.results.forEach((one, r) => points(view, r).forEach((p, i) => p && rows.push([one.name, i + 1, p.layer, p.raw, p.error, p.standardized, one.images])));
      return {
        title: "Entropy by depth: " + view.results.length + " results",
        caption: "Mean over the classes of each result. Layers that are the same stand one above the other; where a result lacks one, its curve has a gap, which is dotted. Bands: 95%, raw only, where the results hold standard errors. " +
          view.results.map((one) => one.name + ": N = " + E.count(one.images)).join(", ") + ".",
        width: width,
        height: (beside ? high : 2 * high + 90) + 90,
        body: out.body(),
        table: { columns: ["result", "depth", "layer", "entropy", "standard error", "standardised", "images"], rows: rows },
        panels: panels
      };
    }
  };
})();

/* Numbers with their intervals, one below the other. */
(function () {
  function drawRows(out, rows, x, box, theme) {
    rows.forEach(function (row, k) {
      let y = box.y + (k + 0.5) * box.step;
      let colour = row.strong ? theme.ink : theme.faint;
      out.text(box.x - 10, y + 4, E.fit(row.name, box.x - 12, 11), { "text-anchor": "end", fill: theme.ink, "font-weight": row.heading ? "bold" : undefined });
      if (row.interval) {
        out.line(x(row.interval[0]), y, x(row.interval[1]), y, { stroke: colour, "stroke-width": 1.5 });
      }
      out.circle(x(row.value), y, 4, { fill: row.strong ? theme.ink : theme.paper, stroke: colour, "stroke-width": 1.5 });
    });
  }

  function hits(rows, x, box) {
    return [{
      x: box.x, y: box.y, w: box.w, h: rows.length * box.step,
      columns: 1,
      rows: rows.length,
      cell: [12, 12],
      cx: (i, j) => x(rows[j].value),
      cy: (i, j) => box.y + (j + 0.5) * box.step,
      text: (i, j) => rows[j].text
    }];
  }

  function reachOf(rows, zero) {
    let all = rows.reduce((list, row) => list.concat([row.value], row.interval || []), zero ? [0] : []);
    return E.extent(all);
  }

  function between(interval, decimals) {
    return interval ? " (95% interval " + E.signed(interval[0], decimals) + " to " + E.signed(interval[1], decimals) + ")" : " (no uncertainty known)";
  }

  E.comparisons["2"] = {
    id: "2",
    title: "Accuracy",
    paper: "",
    file: "compared-accuracy",
    about: "The accuracy of each result with its 95% interval.",
    controls: function () {
      return [];
    },
    draw: function (view, options, theme, width) {
      let judged = view.results.filter((one) => one.accuracy !== undefined);
      if (!judged.length) {
        return E.nothing("Of none of the results is the accuracy known.");
      }
      let rows = judged.map((one) => ({
        name: one.name, value: one.accuracy, interval: one.interval, strong: true,
        text: one.name + ": " + E.fixed(one.accuracy, 4) + " (95% interval " + E.fixed(one.interval[0], 4) + " to " + E.fixed(one.interval[1], 4) + ", N = " + E.count(one.images) + ")"
      }));
      let left = Math.min(220, width * 0.4);
      let box = { x: left, y: 14, w: Math.min(560, width - left - 16), h: rows.length * 24, step: 24 };
      let reach = reachOf(rows, false);
      let x = E.niceLinear(reach[0], reach[1], 5, box.x, box.x + box.w);
      let out = E.drawing();
      E.xAxis(out, box, x, "accuracy", theme, { count: 5 });
      drawRows(out, rows, x, box, theme);
      return {
        title: "Accuracy: " + E.many(judged.length, "result"),
        caption: "Dots: share of images recognised. Lines: 95% Wilson score intervals. " + judged.map((one) => one.name + ": N = " + E.count(one.images)).join(", ") + ".",
        width: width,
        height: box.y + box.h + 40,
        body: out.body(),
        table: {
          columns: ["result", "accuracy", "from", "to", "images", "parameters"],
          rows: judged.map((one) => [one.name, one.accuracy, one.interval[0], one.interval[1], one.images, one.parameters])
        },
        panels: hits(rows, x, box)
      };
    }
  };

  E.comparisons["3"] = {
    id: "3",
    title: "Differences from the first result",
    paper: "",
    file: "compared-differences",
    about: "Filled: larger than its uncertainty. Hollow: not, or no uncertainty is known.",
    controls: function () {
      return [{ key: "what", label: "Of", choices: [["pattern_entropy", "the entropy of each layer"], ["image_entropy", "the image entropy of each layer"], ["accuracy", "the accuracy"]] }];
    },
    draw: function (view, options, theme, width) {
      let what = options.what || "pattern_entropy";
      let entropy = what !== "accuracy";
      let list = view.differences.filter((one) => one.of === what);
      if (!list.length) {
        return E.nothing(what === "image_entropy" ? "Only of results that hold the entropies of the same images." : !entropy ? "The accuracy of both is not known of any." : "No layer of the first result is in another.");
      }
      let rows = list.map(function (one) {
        let name = (entropy ? one.layer + ", " : "") + view.results[one.result].name;
        return {
          name: name, value: one.change, interval: one.interval, strong: one.larger,
          text: name + ": " + E.signed(one.change, 4) + between(one.interval, 4) + ", " + (one.larger ? "larger than its uncertainty" : one.interval ? "not larger than its uncertainty" : "") + (one.probability === undefined ? "" : ", McNemar\u2019s p = " + E.significant(one.probability, 2)) + (one.sameBy ? ", the same layer by " + one.sameBy : "")
        };
      });
      let left = Math.min(260, width * 0.45);
      let box = { x: left, y: 14, w: Math.min(560, width - left - 16), h: rows.length * 20, step: 20 };
      let reach = reachOf(rows, true);
      let x = E.niceLinear(reach[0], reach[1], 5, box.x, box.x + box.w);
      let out = E.drawing();
      out.line(x(0), box.y, x(0), box.y + box.h, { stroke: theme.axis });
      E.xAxis(out, box, x, entropy ? "change of " + E.normalizedName(view) : "change of the accuracy", theme, { count: 5 });
      drawRows(out, rows, x, box, theme);
      return {
        title: "Differences from " + view.results[0].name,
        caption: { accuracy: "Accuracy", image_entropy: "Image entropy, normalised, averaged over the classes", pattern_entropy: "Raw pattern entropy, normalised, averaged over the classes" }[what] +
          ", minus that of " + view.results[0].name + ". Lines: 95% intervals, " + (list.every((one) => one.paired) ? "in pairs of the same images. " : list.some((one) => one.paired) ? "where results have the same images in pairs of them, otherwise as for independent images. " : "as for independent images. ") +
          view.results.map((one) => one.name + ": N = " + E.count(one.images)).join(", ") + ".",
        width: width,
        height: box.y + box.h + 40,
        body: out.body(),
        table: {
          columns: ["result", "layer", "first", "change", "from", "to", "larger than its uncertainty", "paired"],
          rows: list.map((one) => [view.results[one.result].name, one.layer || "accuracy", one.first, one.change,
            one.interval ? one.interval[0] : null, one.interval ? one.interval[1] : null, one.interval ? (one.larger ? "yes" : "no") : "not known", one.paired ? "yes" : "no"])
        },
        panels: hits(rows, x, box)
      };
    }
  };
})();
