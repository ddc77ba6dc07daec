/* Figure 7a: entropy of the layers while the model was trained, and the curve over depth at one epoch. */
(function () {
  function epochsOf(view) {
    return view.training ? view.training.epochs : [];
  }

  /* A line for each layer: of one class, or the mean over the classes with its band. */
  function lines(view, options) {
    let history = view.training;
    let field = options.scale === "standardized" ? "standardized" : "raw";
    return history.layers.map(function (name, l) {
      let mean = (row) => history.epochs.map((epoch) => (epoch[row] ? E.numbers(epoch[row])[l] : NaN));
      let ofMean = { name: name, values: mean(field + "Mean"), lows: mean(field + "MeanLow"), highs: mean(field + "MeanHigh"), errors: mean(field + "MeanError") };
      if (options.of !== "class" || view.data.classes[options.a] === undefined) {
        return options.scale === "standardized" ? ofMean : Object.assign({ changes: history.epochs.map((epoch) => changeOf(epoch, name)) }, ofMean);
      }
      let none = history.epochs.map(() => NaN);
      let values = history.epochs.map((epoch) => (epoch[field] ? E.numbers(epoch[field][l])[options.a] : NaN));
      return { name: name, values: values, lows: none, highs: none, errors: none };
    });
  }

  /* "12", or "2.5" within an epoch. */
  function epochName(epoch) {
    return epoch === Math.floor(epoch) ? E.count(epoch) : E.significant(epoch, 3);
  }

  /* The epoch that the slider stands at; at first the last. */
  function chosenEpoch(view, options) {
    let last = epochsOf(view).length - 1;
    let i = options.epoch === undefined ? last : Number(options.epoch);
    return i >= 0 && i <= last ? i : last;
  }

  /* What is known of the change since the epoch before: of a layer's mean entropy, or, without one, of the accuracy. */
  function changeOf(epoch, layer) {
    return (epoch.changes || []).filter((one) => one.layer === layer)[0];
  }

  /* "; +0.0120 since the epoch before (95% +0.0080 to +0.0160, McNemar's p = 0.003)" */
  function changed(change) {
    let known = change ? [change.interval ? "95% " + E.signed(change.interval[0], 4) + " to " + E.signed(change.interval[1], 4) : "",
      change.probability === undefined ? "" : "McNemar\u2019s p = " + E.significant(change.probability, 2)].filter((part) => part) : [];
    return change ? "; " + E.signed(change.change, 4) + " since the epoch before" + (known.length ? " (" + known.join(", ") + ")" : "") : "";
  }

  /* A dot at an epoch: hollow where no change since the epoch before is shown. */
  function dot(out, x, y, change, colour, theme) {
    let hollow = change && !change.shown;
    out.circle(x, y, hollow ? 3 : 2.5, { fill: hollow ? theme.paper : colour, stroke: hollow ? colour : undefined });
  }

  /* An axis of whole epochs. */
  function epochAxis(out, box, x, name, theme) {
    let foot = box.y + box.h;
    let every = Math.max(1, Math.ceil((x.high - x.low) / Math.max(2, Math.floor(box.w / 44))));
    out.line(box.x, foot, box.x + box.w, foot, { stroke: theme.axis });
    for (let epoch = Math.ceil(x.low); epoch <= x.high; epoch++) {
      if ((epoch - Math.ceil(x.low)) % every === 0) {
        out.line(x(epoch), foot, x(epoch), foot + 4, { stroke: theme.axis });
        if (name) {
          out.text(x(epoch), foot + 17, E.count(epoch), { "text-anchor": "middle", fill: theme.soft });
        }
      }
    }
    if (name) {
      out.text(box.x + box.w / 2, foot + 33, name, { "text-anchor": "middle", fill: theme.soft });
    }
  }

  /* A thin line where the slider stands. */
  function drawSlider(out, box, at, theme) {
    out.line(at, box.y, at, box.y + box.h, { stroke: theme.ink, "stroke-width": 1, "stroke-dasharray": "3 3" });
  }

  function reachOf(list, zoomed) {
    let all = list.reduce((rest, one) => rest.concat(one.values, one.lows, one.highs), []).filter(isFinite);
    return zoomed || (all.length ? E.extent(all) : [0, 1]);
  }

  function drawEntropy(out, view, list, options, box, x, y, theme) {
    let epochs = epochsOf(view).map((epoch) => epoch.epoch);
    let shades = E.shades(theme, list.length);
    let xs = epochs.map(x);
    out.text(box.x - 34, box.y - 28, "Over training", { "font-weight": "bold", "font-size": 13, fill: theme.ink });
    E.yAxis(out, box, y, E.normalizedName(view), theme);
    out.clip(box, "f7a");
    list.forEach(function (one, l) {
      let band = E.band(xs, one.lows.map(y), one.highs.map(y));
      if (band) {
        out.path(band, { fill: shades[l], "fill-opacity": 0.25 });
      }
      out.path(E.polyline(one.values.map((v, i) => [xs[i], y(v)])), { fill: "none", stroke: shades[l], "stroke-width": one.name === options.layer ? 4 : 2 });
      if (xs.length <= 20) {
        one.values.forEach((v, i) => isFinite(v) && dot(out, xs[i], y(v), one.changes && one.changes[i], shades[l], theme));
      }
    });
    out.close();
    epochAxis(out, box, x, "", theme);
    drawSlider(out, box, xs[chosenEpoch(view, options)], theme);
    let labels = list.map((one, l) => ({ y: y(one.values[one.values.length - 1]), text: one.name, colour: shades[l] })).filter((label) => isFinite(label.y));
    E.spread(labels, 14, box.y, box.y + box.h).forEach(function (label) {
      out.line(xs[xs.length - 1] + 4, label.y, box.x + box.w + 10, label.at, { stroke: label.colour, "stroke-width": 0.75 });
      out.text(box.x + box.w + 13, label.at + 4, E.fit(label.text, 66, 12), { fill: theme.ink, "font-weight": label.text === options.layer ? "bold" : undefined });
    });
    return {
      x: box.x, y: box.y, w: box.w, h: box.h,
      columns: epochs.length,
      rows: list.length,
      brush: { y: y, panel: 0 },
      cx: (i) => xs[i],
      cy: (i, j) => y(list[j].values[i]),
      pick: (i, j) => ({ layer: list[j].name }),
      text: (i, j) => list[j].name + ", epoch " + epochName(epochs[i]) + ": " + E.fixed(list[j].values[i], 4) + changed(list[j].changes && list[j].changes[i])
    };
  }

  /* One line over the epochs: the accuracy, or the loss. */
  function drawLine(out, view, options, line, box, x, theme) {
    let epochs = epochsOf(view);
    let values = epochs.map((epoch) => (epoch[line.field] === undefined ? NaN : epoch[line.field]));
    let change = (i) => (line.field === "accuracy" ? changeOf(epochs[i], undefined) : undefined);
    let reach = E.extent(values.filter(isFinite));
    let y = E.niceLinear(reach[0], Math.min(line.most, reach[1]), 3, box.y + box.h, box.y);
    let xs = epochs.map((epoch) => x(epoch.epoch));
    E.yAxis(out, box, y, line.name, theme, { count: 3 });
    out.path(E.polyline(values.map((v, i) => [xs[i], y(v)])), { fill: "none", stroke: theme.ink, "stroke-width": 1.75 });
    if (xs.length <= 20) {
      values.forEach((v, i) => isFinite(v) && dot(out, xs[i], y(v), change(i), theme.ink, theme));
    }
    epochAxis(out, box, x, line.last ? "epochs trained" : "", theme);
    drawSlider(out, box, xs[chosenEpoch(view, options)], theme);
    return {
      x: box.x, y: box.y, w: box.w, h: box.h,
      columns: epochs.length,
      rows: 1,
      cx: (i) => xs[i],
      cy: (i) => y(values[i]),
      text: (i) => "epoch " + epochName(epochs[i].epoch) + ": " + line.name + " " + (isFinite(values[i]) ? E.significant(values[i], 4) : "not known") + changed(change(i))
    };
  }

  /* The curve over depth after the epoch chosen, before the curves of all others. */
  function drawDepth(out, view, list, options, box, y, theme) {
    let at = chosenEpoch(view, options);
    let xs = E.places(box, list.length);
    let curve = (i) => list.map((one, l) => [xs[l], y(one.values[i])]);
    out.text(box.x - 34, box.y - 28, "By depth, after epoch " + epochName(epochsOf(view)[at].epoch), { "font-weight": "bold", "font-size": 13, fill: theme.ink });
    E.yAxis(out, box, y, E.normalizedName(view), theme);
    E.range(epochsOf(view).length).forEach((i) => i !== at && out.path(E.polyline(curve(i)), { fill: "none", stroke: theme.faint, "stroke-opacity": 0.4 }));
    let band = E.band(xs, list.map((one) => y(one.lows[at])), list.map((one) => y(one.highs[at])));
    if (band) {
      out.path(band, { fill: theme.ink, "fill-opacity": 0.15 });
    }
    out.path(E.polyline(curve(at)), { fill: "none", stroke: theme.ink, "stroke-width": 2.5 });
    curve(at).forEach((p) => isFinite(p[1]) && out.circle(p[0], p[1], 3.5, { fill: theme.ink }));
    E.layerAxis(out, box, xs, list.map((one) => one.name), theme, options.layer);
    return {
      x: box.x, y: box.y, w: box.w, h: box.h,
      columns: list.length,
      rows: 1,
      cx: (i) => xs[i],
      cy: (i) => y(list[i].values[at]),
      pick: (i) => ({ layer: list[i].name }),
      text: (i) => list[i].name + ", epoch " + epochName(epochsOf(view)[at].epoch) + ": " + E.fixed(list[i].values[at], 4)
    };
  }

  function table(view, list) {
    let rows = [];
    let cells = (change) => (change ? [change.change].concat(change.interval || ["", ""]) : ["", "", ""]);
    let paired = epochsOf(view).some((epoch) => epoch.changes);
    epochsOf(view).forEach(function (epoch, i) {
      let accuracy = changeOf(epoch, undefined);
      list.forEach((one) => rows.push([epoch.epoch, epoch.model || "", one.name, one.values[i], one.errors[i], epoch.accuracy, epoch.loss, view.training.images]
        .concat(paired ? cells(one.changes && one.changes[i]).concat(cells(accuracy), [accuracy && accuracy.probability !== undefined ? accuracy.probability : ""]) : [])));
    });
    return {
      columns: ["epoch", "model", "layer", "entropy", "standard error", "accuracy", "training loss", "images"]
        .concat(paired ? ["entropy change", "entropy change from", "entropy change to", "accuracy change", "accuracy change from", "accuracy change to", "McNemar p"] : []),
      rows: rows
    };
  }

  function caption(view, options, list) {
    let banded = list.some((l) => l.lows.some(isFinite));
    return (options.of === "class" && view.data.classes[options.a] !== undefined ? "Class " + E.className(view, options.a) : "Mean over " + E.many(view.data.classes.length, "class", "classes")) +
      ", " + (options.scale === "standardized" ? "standardised" : "raw") + ", normalised pattern entropy, on the same " + E.many(view.training.images, "image") +
      " at every epoch, and the accuracy on them. Stronger shades: deeper layers; thin: the other epochs." +
      (banded ? " Bands: 95%." : view.training.fewImages ? " The images are too few for intervals that could be trusted, so there are no bands, and the verdict decides nothing." : " No uncertainty is known for these curves.") +
      (epochsOf(view).some((epoch) => epoch.changes) ? " Hollow: no change since the epoch before is shown, in pairs of the same images (accuracy: McNemar\u2019s exact test, p below 0.05; raw mean entropies: 95% by the jackknife of their difference). Nothing is corrected for the number of comparisons." : "");
  }

  E.figures["7a"] = {
    id: "7a",
    title: "Entropy over training",
    short: "Training",
    paper: "",
    file: "entropy-over-training",
    about: "How each layer\u2019s entropy moves while the model learns, above accuracy and loss at the same time.",
    lacks: (view) => (epochsOf(view).length ? null : "`entroscope train \u2026 --track` keeps it; `entroscope track` makes it from checkpoints."),
    controls: function (view) {
      let last = epochsOf(view).length - 1;
      return [
        { key: "scale", label: "Scale", choices: [["raw", "raw"], ["standardized", "standardised"]] },
        { key: "of", label: "Of", choices: [["mean", "the mean over classes"], ["class", "the first class chosen"]] }
      ].concat(last > 0 ? [{ key: "epoch", label: "Epoch", slider: [0, last], words: epochsOf(view).map((epoch) => epochName(epoch.epoch)) }] : []);
    },
    draw: function (view, options, theme, width) {
      let list = lines(view, options);
      let epochs = epochsOf(view).map((epoch) => epoch.epoch);
      let beside = width >= 640;
      let wide = beside ? (width - 40) * 0.6 - 90 : width - 40 - 82;
      let known = (field) => epochsOf(view).some((epoch) => epoch[field] !== undefined);
      let below = [{ field: "accuracy", name: "accuracy", most: 1 }, { field: "loss", name: "training loss", most: Infinity }].filter((line) => known(line.field));
      let box = { x: 40, y: 46, w: wide, h: 230 };
      let ends = E.extent(epochs);
      let x = E.linear(ends[0], ends[1], box.x + 8, box.x + wide - 8);
      let zoom = E.zoomOf(options, list.length);
      let reach = reachOf(list, zoom.reach);
      let y = zoom.reach ? E.linear(reach[0], reach[1], box.y + box.h, box.y) : E.niceLinear(reach[0], reach[1], 5, box.y + box.h, box.y);
      let out = E.drawing();
      let panels = [drawEntropy(out, view, list, options, box, x, y, theme)];
      let foot = box.y + box.h;
      below.forEach(function (line, k) {
        let place = { x: 40, y: foot + 34, w: wide, h: 70 };
        panels.push(drawLine(out, view, options, Object.assign({ last: k === below.length - 1 }, line), place, x, theme));
        foot = place.y + place.h;
      });
      if (!below.length) {
        epochAxis(out, box, x, "epochs trained", theme);
      }
      let names = list.map((one) => one.name);
      let deep = beside ? { x: wide + 170, y: 46, w: width - wide - 190, h: 230 } : { x: 40, y: foot + 96, w: width - 56, h: 200 };
      let yDeep = E.linear(y.low, y.high, deep.y + deep.h, deep.y);
      panels.push(drawDepth(out, view, list, options, deep, yDeep, theme));
      return {
        title: "Entropy over training: " + view.model.name,
        caption: caption(view, options, list),
        width: width,
        height: Math.max(foot + 40, deep.y + deep.h + E.layerFoot(names, deep.w)),
        body: out.body(),
        table: table(view, list),
        panels: panels
      };
    }
  };
})();
