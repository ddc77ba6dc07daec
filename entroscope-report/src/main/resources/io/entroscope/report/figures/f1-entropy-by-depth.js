/* Figure 1: entropy by depth, a line for each class and the mean over them, raw and standardised. */
(function () {
  let FIELDS = {
    pattern: { raw: "patternEntropy", standardized: "patternEntropyStandardized" },
    image: { raw: "imageEntropyMean", standardized: "imageEntropyStandardizedMean" }
  };
  /* What the verdict's readings of the mean over the classes are called in the view. */
  let READINGS = {
    patternEntropy: "pattern",
    patternEntropyStandardized: "patternStandardized",
    imageEntropyMean: "image"
  };

  /* One class's curve over the layers: values and the ends of its band. */
  function curve(layers, at, field, nats, c) {
    let over = (name) => layers.map((layer) => E.entropy(layer, at, name, c, nats));
    return { values: over(field), lows: over(field + "Low"), highs: over(field + "High") };
  }

  /* The mean over the classes, with its interval where that is known. */
  function meanOf(layers, field, at, nats) {
    let means = layers.map((layer) => E.meanEntropy(layer, at, field, nats));
    let over = (k) => means.map((mean) => mean[k]);
    return { values: over(0), lows: over(1), highs: over(2) };
  }

  /* How the verdict calls each step of this very curve; null where it did not read it. */
  function directions(view, layers, field, at, nats) {
    let steps = view.verdict && at === "output" && !nats ? view.verdict[READINGS[field]] : null;
    return !steps ? [] : E.range(layers.length - 1).map(function (i) {
      let step = steps.filter((s) => s.from === layers[i].name && s.to === layers[i + 1].name)[0];
      return step ? step.direction : null;
    });
  }

  function collect(view, options) {
    let all = E.curveLayers(view, options.layers);
    let zoom = E.zoomOf(options, all.length);
    let layers = all.slice(zoom.from, zoom.to + 1);
    let nats = options.unit === "nats";
    return ["raw", "standardized"].map(function (scale, k) {
      let field = FIELDS[options.entropy][scale];
      let classes = view.data.classes.map((_, c) => curve(layers, options.at, field, nats, c));
      return {
        scale: scale,
        layers: layers,
        first: zoom.from,
        reach: zoom.panel === k ? zoom.reach : null,
        classes: classes,
        mean: meanOf(layers, field, options.at, nats),
        steps: directions(view, layers, field, options.at, nats)
      };
    });
  }

  function domain(panels) {
    let all = [];
    panels.forEach((panel) =>
      panel.classes.concat([panel.mean]).forEach((one) =>
        [one.values, one.lows, one.highs].forEach((row) => all.push(E.extent(row)[0], E.extent(row)[1]))
      )
    );
    let reached = E.extent(all.filter(isFinite));
    /* An interval may reach below zero, an entropy cannot. */
    return isFinite(reached[0]) ? [Math.max(0, reached[0]), reached[1]] : [0, 1];
  }

  /* Each panel reaches from its own least value to its greatest, unless asked for otherwise. */
  function yScale(view, options, panel, panels, box) {
    if (panel.reach) {
      return E.linear(panel.reach[0], panel.reach[1], box.y + box.h, box.y);
    }
    let reached = domain(options.range === "own" ? [panel] : panels);
    let full = options.range === "full";
    let most = full && options.unit !== "nats" && view.entropy.most !== undefined ? view.entropy.most : reached[1];
    return E.niceLinear(full ? 0 : reached[0], most, 5, box.y + box.h, box.y);
  }

  let STRIP = 19;
  let MARKS = { rises: "\u25b2", flat: "\u25ac", undecided: "?" };

  /* Where the mean does not fall: a word in a strip above the curves, so that colour is not all. */
  function drawSteps(out, panel, box, xs, theme) {
    panel.steps.forEach(function (direction, i) {
      if (!MARKS[direction]) {
        return;
      }
      let colour = direction === "rises" ? theme.rise : theme.flat;
      let wide = xs[i + 1] - xs[i];
      out.rect(xs[i] + 1, box.y - STRIP, wide - 2, STRIP - 3, { fill: colour, "fill-opacity": 0.14 });
      let word = MARKS[direction] + " " + direction;
      let text = E.textWidth(word, 12) + 8 <= wide ? word : MARKS[direction];
      if (E.textWidth(text, 12) <= wide) {
        out.text((xs[i] + xs[i + 1]) / 2, box.y - STRIP + 12, text, { "text-anchor": "middle", "font-weight": "bold", fill: theme === E.themes.light && colour === theme.flat ? theme.soft : colour });
      }
    });
  }

  function drawCurve(out, one, xs, y, look, theme) {
    let band = look.band ? E.band(xs, one.lows.map((v) => y(Math.max(v, y.low))), one.highs.map(y)) : "";
    if (band) {
      out.path(band, { fill: look.colour, "fill-opacity": 0.2 });
    }
    out.path(E.polyline(one.values.map((v, i) => [xs[i], y(v)])), {
      fill: "none", stroke: look.colour, "stroke-width": look.width, "stroke-opacity": look.opacity,
      "stroke-linejoin": "round", "stroke-dasharray": look.dash
    });
    if (look.dots && xs.length <= 20) {
      one.values.forEach(function (v, i) {
        if (isFinite(v)) {
          out.circle(xs[i], y(v), look.dots, { fill: look.colour, stroke: theme.paper, "stroke-width": 1 });
        }
      });
    }
  }

  /* The names of the lines at their ends. Where lines end together, only what is picked is named. */
  function labelsOf(view, panel, options, y) {
    let last = panel.layers.length - 1;
    let ends = panel.classes.map((one) => y(one.values[last]));
    let reach = E.extent(ends);
    let legible = ends.length <= 10 && reach[1] - reach[0] > 3 * ends.length;
    let labels = [];
    ends.forEach(function (end, c) {
      let picked = c === options.a ? "a" : c === options.b ? "b" : null;
      if (isFinite(end) && (legible || picked)) {
        labels.push({ y: end, text: view.data.classes[c], colour: picked || "soft", bold: picked !== null });
      }
    });
    if (isFinite(panel.mean.values[last])) {
      labels.push({ y: y(panel.mean.values[last]), text: "mean", colour: "ink", bold: true });
    }
    return labels;
  }

  /* How wide the names beside the lines are, within reason. */
  function labelRoom(view, options) {
    let named = view.data.classes.filter((_, c) => view.data.classes.length <= 10 || c === options.a || c === options.b);
    return Math.max(40, Math.min(100, Math.max.apply(null, named.map((name) => E.textWidth(name, 12)).concat(0))));
  }

  function drawLabels(out, view, panel, options, y, box, from, theme) {
    let room = labelRoom(view, options);
    E.spread(labelsOf(view, panel, options, y), 12, box.y + 4, box.y + box.h).forEach(function (label) {
      let x = box.x + box.w;
      let colour = theme[label.colour];
      out.line(from + 5, label.y, x + 8, label.at, { stroke: colour, "stroke-opacity": 0.5, "stroke-width": 0.75 });
      out.text(x + 11, label.at + 4, E.fit(label.text, room, 12), {
        fill: colour, "font-weight": label.bold ? "bold" : undefined
      });
    });
  }

  function drawPanel(out, view, panel, options, box, y, theme) {
    let xs = E.places(box, panel.layers.length);
    let what = (options.entropy === "image" ? "mean image " : "") + (options.unit === "nats" ? "H [nats]" : E.normalizedName(view));
    let title = panel.scale === "raw" ? "Raw" : "Standardised: divided by the layer\u2019s RMS";
    out.text(box.x - 34, box.y - 42, E.fit(title, box.w + 34, 13.5), { "font-size": 13, "font-weight": "bold", fill: theme.ink });
    E.yAxis(out, box, y, "", theme, {});
    out.text(box.x - 34, box.y - 25, what, { fill: theme.soft });
    drawSteps(out, panel, box, xs, theme);
    let many = view.data.classes.length;
    out.clip(box, "f1" + panel.scale);
    panel.classes.forEach(function (one, c) {
      if (c !== options.a && c !== options.b) {
        drawCurve(out, one, xs, y, { colour: theme.faint, width: 1, opacity: Math.max(0.06, Math.min(0.75, 12 / many)) }, theme);
      }
    });
    drawCurve(out, panel.mean, xs, y, { colour: theme.ink, width: 2.5, dots: 3.5, band: true }, theme);
    [[options.b, theme.b, "5 2"], [options.a, theme.a, undefined]].forEach(function (pick) {
      if (panel.classes[pick[0]]) {
        drawCurve(out, panel.classes[pick[0]], xs, y, { colour: pick[1], width: 1.75, dots: 2.5, band: true, dash: pick[2] }, theme);
      }
    });
    out.close();
    E.layerAxis(out, box, xs, panel.layers.map((layer) => layer.name), theme, options.layer);
    drawLabels(out, view, panel, options, y, box, xs[xs.length - 1], theme);
    return xs;
  }

  /* What the pointer and the arrow keys can reach: layers across; the mean and the classes down. */
  function reach(view, panel, box, xs, y, decimals) {
    let lines = [panel.mean].concat(panel.classes);
    return {
      x: box.x, y: box.y, w: box.w, h: box.h,
      columns: xs.length,
      rows: lines.length,
      brush: { y: y, xs: xs, first: panel.first, panel: panel.scale === "raw" ? 0 : 1 },
      cx: (i) => xs[i],
      cy: (i, j) => y(lines[j].values[i]),
      pick: (i, j) => (j > 0 ? { a: j - 1 } : { layer: panel.layers[i].name }),
      text: function (i, j) {
        let n = j === 0 ? view.data.images : view.data.classImages[j - 1];
        return (
          (j === 0 ? "mean over classes" : view.data.classes[j - 1]) + ", " + panel.layers[i].name + ": " +
          E.fixed(lines[j].values[i], decimals) +
          (isFinite(lines[j].lows[i]) ? " (95% " + E.fixed(lines[j].lows[i], decimals) + " to " + E.fixed(lines[j].highs[i], decimals) + ")" : "") +
          ", " + panel.scale.replace("z", "s") + ", N = " + E.count(n)
        );
      }
    };
  }

  function caption(view, options, panels) {
    let banded = panels.some((panel) => panel.mean.lows.concat(panel.classes.length ? panel.classes[0].lows : []).some(isFinite));
    let accuracy = E.isJudged(view)
      ? "Accuracy " + E.fixed(view.accuracy, 4) + " (95% interval " + E.fixed(view.accuracyInterval[0], 4) + " to " + E.fixed(view.accuracyInterval[1], 4) + ", N = "
      : "Accuracy not known (N = ";
    let shown = [options.a, options.b].filter((c) => view.data.classes[c] !== undefined);
    let words = panels.reduce((all, panel) => all.concat(panel.steps), []);
    let said = {
      rises: "rises (by more than the margin of " + E.significant(view.verdict ? view.verdict.flatWithin : 0, 2) + ")",
      flat: "is flat (within the margin)",
      undecided: "cannot be told"
    };
    let marked = Object.keys(said).filter((word) => words.indexOf(word) >= 0).map((word) => said[word]);
    return (
      accuracy + E.many(view.data.images, "image") + "). Thick: mean over " +
      E.many(view.data.classes.length, "class", "classes") + "; thin: each class" +
      (shown.length ? "; coloured: " + shown.map((c) => view.data.classes[c]).join(" and ") : "") + ". " +
      (banded ? "Bands: 95% intervals. " : "The result holds no uncertainty for these curves. ") +
      (marked.length ? "Marked: where the mean " + marked.join(", or ") + "." : "")
    );
  }

  function table(view, panels) {
    let rows = [];
    panels.forEach(function (panel) {
      [panel.mean].concat(panel.classes).forEach(function (one, j) {
        panel.layers.forEach(function (layer, i) {
          let n = j === 0 ? view.data.images : E.stat(layer.output, "images", j - 1);
          rows.push([
            panel.scale.replace("z", "s"), j === 0 ? "mean over classes" : view.data.classes[j - 1],
            layer.depth, layer.name, one.values[i], one.lows[i], one.highs[i], n
          ]);
        });
      });
    });
    return { columns: ["scale", "class", "depth", "layer", "entropy", "from", "to", "images"], rows: rows };
  }

  E.figures["1"] = {
    id: "1",
    title: "Entropy by depth",
    short: "Depth",
    paper: "figures 10 to 15",
    file: "entropy-by-depth",
    about: "How concentrated each layer\u2019s activation is, from the first layer to the last. A fall means that fewer units carry more of it.",
    controls: function (view) {
      return [
        { key: "entropy", label: "Entropy", choices: [["pattern", "of the mean activation (the paper\u2019s)"], ["image", "of each image, averaged"]] },
        { key: "unit", label: "Measured in", choices: [["normalized", E.normalizedName(view)], ["nats", "nats"]] },
        { key: "range", label: "Axes", choices: [["own", "each to its data"], ["data", "the same for both"], ["full", "from 0"]] }
      ].concat(E.layersControl(view));
    },
    draw: function (view, options, theme, width) {
      let panels = collect(view, options);
      let beside = width >= 640;
      let left = 40;
      let right = 16 + labelRoom(view, options);
      let wide = beside ? (width - 2 * (left + right) - 12) / 2 : width - left - right;
      let high = beside ? 236 : 210;
      let foot = E.layerFoot(panels[0].layers.map((layer) => layer.name), wide);
      let block = 60 + high + foot;
      let out = E.drawing();
      let hits = panels.map(function (panel, k) {
        let box = {
          x: left + (beside ? k * (wide + left + right + 12) : 0),
          y: 56 + (beside ? 0 : k * block),
          w: wide,
          h: high
        };
        let y = yScale(view, options, panel, panels, box);
        let xs = drawPanel(out, view, panel, options, box, y, theme);
        return reach(view, panel, box, xs, y, 4);
      });
      return {
        title: "Entropy by depth: " + view.model.name,
        caption: caption(view, options, panels),
        width: width,
        height: beside ? block : 2 * block,
        body: out.body(),
        table: table(view, panels),
        panels: hits
      };
    }
  };
})();
