/* Figure 7a: entropy of the layers while the model was trained. */
(function () {
  /* A line for each layer: of one class, or the mean over the classes with its band. */
  function lines(view, options) {
    let history = view.training;
    let field = options.scale === "standardized" ? "standardized" : "raw";
    return history.layers.map(function (name, l) {
      let mean = (row) => history.epochs.map((epoch) => (epoch[row] ? E.numbers(epoch[row])[l] : NaN));
      let ofMean = { name: name, values: mean(field + "Mean"), lows: mean(field + "MeanLow"), highs: mean(field + "MeanHigh"), errors: mean(field + "MeanError") };
      if (options.of !== "class" || view.data.classes[options.a] === undefined) {
        return ofMean;
      }
      let none = history.epochs.map(() => NaN);
      let values = history.epochs.map((epoch) => (epoch[field] ? E.numbers(epoch[field][l])[options.a] : NaN));
      return { name: name, values: values, lows: none, highs: none, errors: none };
    });
  }

  function drawEntropy(out, view, list, options, box, x, theme) {
    let epochs = view.training.epochs.map((epoch) => epoch.epoch);
    let all = list.reduce((rest, one) => rest.concat(one.values), []).filter(isFinite);
    let reach = all.length ? E.extent(all) : [0, 1];
    let y = E.niceLinear(reach[0], reach[1], 5, box.y + box.h, box.y);
    let shades = E.shades(theme, list.length);
    let xs = epochs.map(x);
    E.yAxis(out, box, y, E.normalizedName(view), theme);
    list.forEach(function (one, l) {
      let band = E.band(xs, one.lows.map(y), one.highs.map(y));
      if (band) {
        out.path(band, { fill: shades[l], "fill-opacity": 0.25 });
      }
      out.path(E.polyline(one.values.map((v, i) => [xs[i], y(v)])), { fill: "none", stroke: shades[l], "stroke-width": 2 });
      if (xs.length <= 20) {
        one.values.forEach((v, i) => isFinite(v) && out.circle(xs[i], y(v), 2.5, { fill: shades[l] }));
      }
    });
    let labels = list.map((one, l) => ({ y: y(one.values[one.values.length - 1]), text: one.name, colour: shades[l] })).filter((label) => isFinite(label.y));
    E.spread(labels, 12, box.y, box.y + box.h).forEach(function (label) {
      let end = xs[xs.length - 1];
      out.line(end + 4, label.y, box.x + box.w + 10, label.at, { stroke: label.colour, "stroke-width": 0.75 });
      out.text(box.x + box.w + 13, label.at + 4, E.fit(label.text, 70, 11), { fill: theme.ink });
    });
    return {
      x: box.x, y: box.y, w: box.w, h: box.h,
      columns: epochs.length,
      rows: list.length,
      cx: (i) => xs[i],
      cy: (i, j) => y(list[j].values[i]),
      text: (i, j) => list[j].name + ", epoch " + E.significant(epochs[i], 3) + ": " + E.fixed(list[j].values[i], 4)
    };
  }

  function drawQuality(out, view, box, x, theme) {
    let epochs = view.training.epochs;
    let values = epochs.map((epoch) => (epoch.accuracy === undefined ? NaN : epoch.accuracy));
    let known = values.filter(isFinite);
    let y = known.length ? E.niceLinear(E.extent(known)[0], Math.min(1, E.extent(known)[1] + 1e-9), 3, box.y + box.h, box.y) : E.linear(0, 1, box.y + box.h, box.y);
    let xs = epochs.map((epoch) => x(epoch.epoch));
    E.yAxis(out, box, y, "accuracy", theme, { count: 3 });
    out.path(E.polyline(values.map((v, i) => [xs[i], y(v)])), { fill: "none", stroke: theme.ink, "stroke-width": 1.75 });
    if (xs.length <= 20) {
      values.forEach((v, i) => isFinite(v) && out.circle(xs[i], y(v), 2.5, { fill: theme.ink }));
    }
    E.xAxis(out, box, x, "epochs trained", theme);
    return {
      x: box.x, y: box.y, w: box.w, h: box.h,
      columns: epochs.length,
      rows: 1,
      cx: (i) => xs[i],
      cy: (i) => y(values[i]),
      text: (i) => "epoch " + E.significant(epochs[i].epoch, 3) + ": accuracy " + (isFinite(values[i]) ? E.fixed(values[i], 4) : "not known") +
        (epochs[i].loss === undefined ? "" : ", training loss " + E.significant(epochs[i].loss, 3))
    };
  }

  function table(view, list) {
    let rows = [];
    view.training.epochs.forEach((epoch, i) => list.forEach((one) =>
      rows.push([epoch.epoch, epoch.model || "", one.name, one.values[i], one.errors[i], epoch.accuracy, epoch.loss, view.training.images])));
    return { columns: ["epoch", "model", "layer", "entropy", "standard error", "accuracy", "training loss", "images"], rows: rows };
  }

  E.figures["7a"] = {
    id: "7a",
    title: "Entropy over training",
    paper: "",
    file: "entropy-over-training",
    about: "How each layer\u2019s entropy moves while the model learns, above the accuracy at the same time.",
    controls: function (view) {
      return !view.training ? [] : [
        { key: "scale", label: "Scale", choices: [["raw", "raw"], ["standardized", "standardised"]] },
        { key: "of", label: "Of", choices: [["mean", "the mean over classes"], ["class", "the class chosen above"]] }
      ];
    },
    draw: function (view, options, theme, width) {
      if (!view.training || !view.training.epochs.length) {
        return E.nothing("This result holds no training history. `entroscope train \u2026 --track` keeps it; `entroscope track` makes it from checkpoints.");
      }
      let list = lines(view, options);
      let epochs = view.training.epochs.map((epoch) => epoch.epoch);
      let wide = Math.min(width - 40 - 90, 760);
      let one = { x: 40, y: 30, w: wide, h: 240 };
      let two = { x: 40, y: 330, w: wide, h: 90 };
      let reach = E.extent(epochs);
      let x = E.linear(reach[0], reach[1], one.x + 8, one.x + wide - 8);
      let out = E.drawing();
      let panels = [drawEntropy(out, view, list, options, one, x, theme), drawQuality(out, view, two, x, theme)];
      let banded = list.some((l) => l.errors.some(isFinite));
      return {
        title: "Entropy over training: " + view.model.name,
        caption: (options.of === "class" ? "Class " + E.className(view, options.a) : "Mean over " + E.many(view.data.classes.length, "class", "classes")) +
          ", " + (options.scale === "standardized" ? "standardised" : "raw") + ", normalised pattern entropy, on the same " + E.many(view.training.images, "image") +
          " at every epoch. Stronger shades: deeper layers." + (banded ? " Bands: 95%." : " No uncertainty is known for these curves."),
        width: width,
        height: 470,
        body: out.body(),
        table: table(view, list),
        panels: panels
      };
    }
  };
})();

/* Figure 7b: images made to excite single units. */
(function () {
  function layersWith(view) {
    return view.layers.filter((layer) => layer.maximization && layer.maximization.units.length);
  }

  E.figures["7b"] = {
    id: "7b",
    title: "What excites a unit",
    paper: "",
    file: "activation-maximization",
    about: "Images found by gradient ascent that make a unit as active as possible.",
    controls: function (view) {
      let layers = layersWith(view);
      return layers.length > 1 ? [{ key: "layer", label: "Layer", choices: layers.map((layer) => [layer.name, layer.name]) }] : [];
    },
    draw: function (view, options, theme, width) {
      let layers = layersWith(view);
      if (!layers.length) {
        return E.nothing("This result holds no maximised images. `entroscope maximize MODEL --layer NAME` makes them.");
      }
      let layer = layers.filter((one) => one.name === options.layer)[0] || layers[0];
      let made = layer.maximization;
      let columns = Math.max(2, Math.min(8, Math.floor(width / 100)));
      let size = Math.min(104, (width - (columns - 1) * 10) / columns);
      let row = size + 38;
      let out = E.drawing();
      let corner = (k) => [(k % columns) * (size + 10), Math.floor(k / columns) * row];
      made.units.forEach(function (unit, k) {
        let at = corner(k);
        if (E.isPng(unit.png)) {
          out.image(at[0], at[1], size, size, "data:image/png;base64," + unit.png, { "image-rendering": "pixelated", preserveAspectRatio: "xMidYMid" });
        }
        out.text(at[0], at[1] + size + 14, "unit " + unit.unit, { fill: theme.ink });
        out.text(at[0], at[1] + size + 28, E.significant(unit.activation, 3) +
          (unit.highestSeen === undefined ? "" : " (images: " + E.significant(unit.highestSeen, 3) + ")"), { fill: theme.soft, "font-size": 10 });
      });
      let rows = Math.ceil(made.units.length / columns);
      return {
        title: "What excites a unit: " + view.model.name,
        caption: layer.name + ": " + E.many(made.steps, "step") + " of gradient ascent from " + E.many(made.starts, "start") + ", seed " + made.seed +
          ". Below each image the unit\u2019s activation for it, in the layer\u2019s own scale, and in brackets the highest among the " + E.many(view.samples.length, "sample image") + " of this result. N = " + E.many(made.units.length, "unit") + ".",
        width: width,
        height: rows * row,
        body: out.body(),
        table: {
          columns: ["layer", "unit", "activation", "highest seen among images"],
          rows: made.units.map((unit) => [layer.name, unit.unit, unit.activation, unit.highestSeen])
        },
        panels: [{
          x: 0, y: 0, w: columns * (size + 10), h: rows * row,
          columns: columns, rows: rows, cell: [size, size],
          cx: (i) => i * (size + 10) + size / 2,
          cy: (i, j) => j * row + size / 2,
          text: (i, j) => (made.units[j * columns + i] ? layer.name + ", unit " + made.units[j * columns + i].unit + ": activation " + E.significant(made.units[j * columns + i].activation, 3) : "")
        }]
      };
    }
  };
})();
