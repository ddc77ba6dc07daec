/* The figures of a comparison: curves side by side, accuracy, and differences from the first result. */
E.comparisons = {};

(function () {
  /* Two results in blue and orange, as two classes are elsewhere; more in hues that differ. */
  E.resultLooks = function (view, theme) {
    return view.results.length === 2 ? [{ colour: theme.a }, { colour: theme.b, dash: "5 2" }] : E.manyLooks(theme, view.results.length);
  };

  /* The points of a result's curve, by column; a layer that it lacks is a gap. */
  E.resultPoints = function (view, r) {
    return view.columns.map((column) => (column.at[r] < 0 ? undefined : view.results[r].curve[column.at[r]]));
  };

  /* The entropy of a point: of the chosen class, or the mean over the classes. */
  E.pointValue = function (view, point, field, options) {
    return view.classes[options.a] === undefined ? point[field] : E.numbers(point[field + "ByClass"])[options.a];
  };

  /* What the curves are of. */
  E.resultsOf = (view, options) => (view.classes[options.a] === undefined ? "mean over the classes of each result" : "class " + view.classes[options.a]);

  function drawPanel(out, view, field, options, zoom, title, box, y, theme) {
    let columns = view.columns.slice(zoom.from, zoom.to + 1);
    let points = (r) => E.resultPoints(view, r).slice(zoom.from, zoom.to + 1);
    let labels = columns.map((column) => column.label);
    let value = (point) => (point ? y(E.pointValue(view, point, field, options)) : NaN);
    let banded = field === "raw" && view.classes[options.a] === undefined;
    let xs = E.places(box, labels.length);
    let looks = E.resultLooks(view, theme);
    out.text(box.x - 34, box.y - 28, title, { "font-weight": "bold", "font-size": 13, fill: theme.ink });
    E.yAxis(out, box, y, E.normalizedName(view), theme);
    out.clip(box, "compared" + field);
    view.results.forEach(function (one, r) {
      let curve = points(r);
      let at = curve.map((point, i) => [xs[i], value(point)]);
      if (banded && view.results.length <= 6) {
        let end = (k) => curve.map((p) => y(p && p.interval ? p.interval[k] : NaN));
        let band = E.band(xs, end(0), end(1));
        if (band) out.path(band, { fill: looks[r].colour, "fill-opacity": 0.18 });
      }
      let known = at.filter((p) => isFinite(p[1]));
      if (known.length < xs.length) out.path(E.polyline(known), { fill: "none", stroke: looks[r].colour, "stroke-width": 1, "stroke-dasharray": "1 4" });
      out.path(E.polyline(at), { fill: "none", stroke: looks[r].colour, "stroke-width": 2, "stroke-dasharray": looks[r].dash });
      known.forEach((p) => out.circle(p[0], p[1], 2.5, { fill: looks[r].colour }));
    });
    out.close();
    drawEnds(out, view, points, value, xs, box, looks, theme);
    E.layerAxis(out, box, xs, labels, theme);
    return {
      x: box.x, y: box.y, w: box.w, h: box.h,
      columns: labels.length,
      rows: view.results.length,
      brush: { y: y, xs: xs, first: zoom.from, panel: field === "raw" ? 0 : 1 },
      cx: (i) => xs[i],
      cy: (i, j) => value(points(j)[i]),
      text: function (i, j) {
        let point = points(j)[i];
        return point
          ? view.results[j].name + ", " + point.layer + ": " + E.fixed(E.pointValue(view, point, field, options), 4) +
            (banded && point.interval ? " \u00b1 " + E.significant((point.interval[1] - point.interval[0]) / 2, 2) : "")
          : view.results[j].name + ": has no " + labels[i];
      }
    };
  }

  /* The names of the results with their accuracy, each joined to where its own curve ends. */
  function drawEnds(out, view, points, value, xs, box, looks, theme) {
    let ends = view.results.map(function (one, r) {
      let curve = points(r);
      let last = E.range(curve.length).filter((i) => isFinite(value(curve[i]))).pop();
      return last === undefined ? null : { y: Math.max(box.y, Math.min(box.y + box.h, value(curve[last]))), x: xs[last], name: one.name, accuracy: one.accuracy === undefined ? "" : E.fixed(one.accuracy, 4), look: looks[r] };
    }).filter((end) => end);
    let from = box.x + box.w + 8;
    E.spread(ends, 15, box.y + 4, box.y + box.h).forEach(function (end) {
      if (end.x + 20 >= box.x + box.w - 16) {
        out.line(end.x + 4, end.y, from, end.at, { stroke: end.look.colour, "stroke-width": 0.75, "stroke-opacity": 0.6 });
      }
      out.line(from, end.at, from + 14, end.at, { stroke: end.look.colour, "stroke-width": 3, "stroke-dasharray": end.look.dash });
      let name = E.fit(end.name, RIGHT - 72, 12);
      out.text(from + 19, end.at + 4, name, { fill: theme.ink });
      out.text(from + 25 + E.textWidth(name, 12), end.at + 4, end.accuracy, { fill: theme.soft });
    });
  }

  let RIGHT = 176;

  E.comparisons["1"] = {
    id: "1",
    title: "Entropy by depth, side by side",
    short: "Depth",
    paper: "figures 10 to 15",
    file: "compared-entropy-by-depth",
    about: "Normalised pattern entropy of each result, with its accuracy at the end of the curve.",
    controls: function () {
      return [{ key: "range", label: "Axes", choices: [["own", "each to its data"], ["data", "the same for both"], ["full", "from 0"]] }];
    },
    draw: function (view, options, theme, width) {
      let beside = width >= 900;
      let wide = beside ? (width - 2 * (40 + RIGHT)) / 2 : width - 40 - Math.min(RIGHT, width * 0.45);
      let high = Math.max(250, view.results.length * 16);
      let zoom = E.zoomOf(options, view.columns.length);
      let labels = view.columns.slice(zoom.from, zoom.to + 1).map((column) => column.label);
      let foot = E.layerFoot(labels, wide);
      let all = (field) => view.results.reduce((list, one) => list.concat(one.curve.map((p) => E.pointValue(view, p, field, options))), []);
      let out = E.drawing();
      let panels = ["raw", "standardized"].map(function (field, k) {
        let box = { x: 40 + (beside ? k * (wide + 40 + RIGHT) : 0), y: 44 + (beside ? 0 : k * (high + foot + 50)), w: wide, h: high };
        let reach = E.extent(options.range === "own" ? all(field) : all("raw").concat(all("standardized")));
        let y = zoom.panel === k ? E.linear(zoom.reach[0], zoom.reach[1], box.y + box.h, box.y) : E.niceLinear(options.range === "full" ? 0 : reach[0], reach[1], 5, box.y + box.h, box.y);
        return drawPanel(out, view, field, options, zoom, k ? "Standardised" : "Raw", box, y, theme);
      });
      let rows = [];
      view.results.forEach((one, r) => E.resultPoints(view, r).forEach((p, i) => p && rows.push([one.name, i + 1, p.layer, E.pointValue(view, p, "raw", options), view.classes[options.a] === undefined ? p.error : null, E.pointValue(view, p, "standardized", options), one.images, one.accuracy])));
      let what = E.resultsOf(view, options);
      return {
        title: "Entropy by depth: " + view.results.length + " results",
        caption: what.charAt(0).toUpperCase() + what.slice(1) + ". Layers that are the same stand one above the other; where a result lacks one, its curve has a gap, which is dotted. " +
          (view.classes[options.a] === undefined && view.results.length <= 6 ? "Bands: 95%, raw only, where the results hold standard errors. " : "") +
          view.results.map((one) => one.name + ": N = " + E.count(one.images)).join(", ") + ".",
        width: width,
        height: 44 + (beside ? high : 2 * high + foot + 50) + foot,
        body: out.body(),
        table: { columns: ["result", "depth", "layer", "entropy", "standard error", "standardised", "images", "accuracy"], rows: rows },
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
      out.text(box.x - 10, y + 4, E.fit(row.name, box.x - 12, 12), { "text-anchor": "end", fill: theme.ink, "font-weight": row.heading ? "bold" : undefined });
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
    short: "Accuracy",
    paper: "",
    file: "compared-accuracy",
    about: "The accuracy of each result with its 95% interval.",
    lacks: (view) => (view.results.some((one) => one.accuracy !== undefined) ? null : "of none of the results is the accuracy known; it takes images with labels."),
    controls: function () {
      return [];
    },
    draw: function (view, options, theme, width) {
      let judged = view.results.filter((one) => one.accuracy !== undefined);
      let rows = judged.map((one) => ({
        name: one.name, value: one.accuracy, interval: one.interval, strong: true,
        text: one.name + ": " + E.fixed(one.accuracy, 4) + " (95% interval " + E.fixed(one.interval[0], 4) + " to " + E.fixed(one.interval[1], 4) + ", N = " + E.count(one.images) + ")"
      }));
      let left = Math.min(220, width * 0.4);
      let box = { x: left, y: 14, w: Math.min(820, width - left - 16), h: rows.length * 24, step: 24 };
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
    short: "Differences",
    paper: "",
    file: "compared-differences",
    about: "Filled: larger than its uncertainty. Hollow: not, or no uncertainty is known.",
    lacks: (view) => (view.differences.length ? null : "no layer of the first result is in another, and no accuracy is known of both."),
    controls: function (view) {
      let known = (what) => view.differences.some((one) => one.of === what);
      let all = [["pattern_entropy", "the entropy of each layer"], ["image_entropy", "the image entropy of each layer"], ["accuracy", "the accuracy"]];
      return [{ key: "what", label: "Of", choices: all.filter((choice) => known(choice[0])) }].filter((control) => control.choices.length);
    },
    draw: function (view, options, theme, width) {
      let what = options.what;
      let entropy = what !== "accuracy";
      let list = view.differences.filter((one) => one.of === what);
      let rows = list.map(function (one) {
        let name = (entropy ? one.layer + ", " : "") + view.results[one.result].name;
        return {
          name: name, value: one.change, interval: one.interval, strong: one.larger,
          text: name + ": " + E.signed(one.change, 4) + between(one.interval, 4) + ", " + (one.larger ? "larger than its uncertainty" : one.interval ? "not larger than its uncertainty" : "") + (one.probability === undefined ? "" : ", McNemar\u2019s p = " + E.significant(one.probability, 2)) + (one.sameBy ? ", the same layer by " + one.sameBy : "")
        };
      });
      let left = Math.min(260, width * 0.45);
      let box = { x: left, y: 14, w: Math.min(820, width - left - 16), h: rows.length * 20, step: 20 };
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
