/* Figure 2: how the activation of a layer is shared out among its units, two classes overlaid. */
(function () {
  /* The choice of a layer, which all figures have in common. */
  function layerControl(view) {
    let curve = E.curveLayers(view, "verdict");
    let several = curve.length > 1 ? [["every", curve.length > 6 ? "six of the verdict\u2019s" : "all of the verdict\u2019s"]] : [];
    return { key: "layer", label: "Layer", shared: true, choices: several.concat(view.layers.map((layer) => [layer.name, layer.name])) };
  }

  function shownLayers(view, options) {
    let one = view.layers.filter((layer) => layer.name === options.layer)[0];
    return one ? [one] : E.spaced(E.curveLayers(view, options.layers === "hidden" ? "hidden" : "verdict"), 6);
  }
  E.shownLayers = shownLayers;
  E.layerControl = layerControl;

  function sampleChoices(view, c) {
    let layer = view.layers[0];
    let list = [];
    view.samples.forEach(function (sample, s) {
      if (sample.label === c && layer && layer.output.samples[s]) {
        let wrong = E.mistake(view, sample);
        list.push([String(s), "image " + E.count(sample.position) + (wrong && ", " + wrong)]);
      }
    });
    return list;
  }

  /* The sample image chosen for one of the two, or null. */
  function sampleOf(view, pick, options) {
    let choices = sampleChoices(view, pick.c);
    let key = pick.key === "a" ? options.imageA : options.imageB;
    return choices.length ? Number(E.pick(choices, key)) : null;
  }

  /* The probabilities of one of the two, or null where the page has none. */
  function shares(view, side, pick, options) {
    if (options.of === "image") {
      let s = sampleOf(view, pick, options);
      return s === null ? null : E.samplePattern(side, s);
    }
    return E.pattern(side, pick.c);
  }

  /* The units in the order wanted, the first of all of them if only so many are wanted. */
  function order(series, n, options) {
    let list = E.range(n);
    let a = series[0].p;
    let b = series[1] ? series[1].p : null;
    let most = (u) => (b ? Math.max(a[u], b[u]) : a[u]);
    let by = {
      unit: null,
      first: (u, v) => a[v] - a[u],
      difference: b ? (u, v) => Math.abs(a[v] - b[v]) - Math.abs(a[u] - b[u]) : null
    };
    if (options.units === "top" && n > 64) {
      list = list.sort((u, v) => most(v) - most(u) || u - v).slice(0, 64).sort((u, v) => u - v);
    }
    let compare = by[options.sort];
    return compare ? list.sort((u, v) => compare(u, v) || u - v) : list;
  }

  /* Columns of the picture: a unit each, or the largest of several where units are finer than it. */
  function columnsOf(units, room) {
    let count = Math.min(units.length, Math.floor(room));
    return E.range(count).map(function (k) {
      let from = Math.floor((k * units.length) / count);
      let to = Math.floor(((k + 1) * units.length) / count);
      return units.slice(from, to);
    });
  }

  function highest(p, units) {
    let best = units[0];
    units.forEach(function (u) {
      if (p[u] > p[best]) best = u;
    });
    return best;
  }

  function drawSeries(out, one, columns, box, y, base, index, count) {
    let wide = box.w / columns.length;
    if (wide >= 5) {
      let gap = Math.min(2, wide * 0.18);
      let bar = (wide - gap) / count;
      columns.forEach(function (units, k) {
        let top = y(one.p[units[0]]);
        out.rect(box.x + k * wide + gap / 2 + index * bar, Math.min(top, base), bar, Math.max(0.4, Math.abs(base - top)), { fill: one.colour });
      });
      return;
    }
    let d = "M" + E.place(box.x) + " " + E.place(base);
    columns.forEach(function (units, k) {
      let top = E.place(y(one.p[highest(one.p, units)]));
      d += "L" + E.place(box.x + k * wide) + " " + top + "H" + E.place(box.x + (k + 1) * wide);
    });
    d += "L" + E.place(box.x + box.w) + " " + E.place(base) + "Z";
    out.path(d, { fill: one.colour, "fill-opacity": wide > 1 ? 0.8 : 0.55, stroke: one.colour, "stroke-width": 0.5 });
  }

  function seriesOf(view, layer, options, theme) {
    let side = E.side(layer, options.at);
    return E.chosen(view, options, theme)
      .map((pick) => ({ pick: pick, colour: pick.colour, p: shares(view, side, pick, options) }))
      .filter((one) => one.p);
  }

  function yScale(series, box, options) {
    let reach = E.extent(series.reduce((all, one) => all.concat([E.extent(one.p)]), []).reduce((x, y) => x.concat(y), []));
    if (options.scale === "log") {
      let low = Math.max(1e-12, Math.pow(10, Math.floor(Math.log(Math.max(reach[0], 1e-12)) / Math.LN10 + 1e-9)));
      let high = Math.pow(10, Math.ceil(Math.log(reach[1]) / Math.LN10 - 1e-9));
      return E.log(low, high > low ? high : low * 10, box.y + box.h, box.y);
    }
    return E.niceLinear(0, reach[1], 4, box.y + box.h, box.y);
  }

  function drawLayer(out, view, layer, all, options, box, theme) {
    let series = seriesOf(view, layer, options, theme);
    out.text(box.x - 40, box.y - 26, layer.name, { "font-weight": "bold", "font-size": 13, fill: theme.ink });
    out.text(box.x - 36 + E.textWidth(layer.name, 14), box.y - 26, E.many(layer.units, "unit"), { fill: theme.soft });
    if (!series.length) {
      out.text(box.x, box.y + 20, E.fit(E.notKept(view), box.w, 12), { fill: theme.soft });
      return null;
    }
    let units = order(series, layer.units, options);
    let columns = columnsOf(units, box.w);
    let y = yScale(options.axis === "own" ? series : all, box, options);
    let base = y(y.low);
    E.yAxis(out, box, y, "probability", theme, { count: 4, hang: 40 });
    series.forEach((one, k) => drawSeries(out, one, columns, box, y, base, k, series.length));
    let even = y(1 / layer.units);
    if (even > box.y && even < base) {
      out.line(box.x, even, box.x + box.w, even, { stroke: theme.ink, "stroke-width": 0.75, "stroke-dasharray": "2 3" });
    }
    xLabels(out, view, layer, units, columns, options, box, theme);
    return { layer: layer, series: series, units: units, columns: columns, y: y, box: box };
  }

  function xLabels(out, view, layer, units, columns, options, box, theme) {
    let foot = box.y + box.h;
    let wide = box.w / columns.length;
    out.line(box.x, foot, box.x + box.w, foot, { stroke: theme.axis });
    let sorted = options.sort !== "unit" || (options.units === "top" && columns.length === 64);
    let every = layer.unitsAreClasses && wide >= 15 ? 1 : Math.max(1, Math.ceil(30 / wide));
    if (sorted && wide < 16) {
      out.text(box.x + box.w / 2, foot + 14, names[options.sort] || "the 64 largest, by number", { "text-anchor": "middle", fill: theme.soft });
      return;
    }
    let scale = E.linear(0, units.length, box.x, box.x + box.w);
    let upright = E.upright(columns.map((group) => E.unitName(view, layer, group[0])), wide * every - 8);
    if (sorted || units.length <= 16) {
      columns.forEach(function (group, k) {
        if (k % every === 0) {
          E.layerName(out, box.x + (k + 0.5) * wide, foot + 14, E.unitName(view, layer, group[0]), upright, { fill: theme.soft });
        }
      });
      if (!upright) {
        return;
      }
    } else {
      scale.ticks(Math.max(2, Math.floor(box.w / 70))).forEach(function (tick) {
        out.text(scale(tick[0]), foot + 14, tick[1], { "text-anchor": "middle", fill: theme.soft });
      });
    }
    out.text(box.x + box.w / 2, foot + 28, (layer.unitsAreClasses ? "class" : "unit") + (options.sort === "unit" ? "" : ", " + names[options.sort]), { "text-anchor": "middle", fill: theme.soft });
  }

  /* The classes beside their colours or, of single images, the images themselves; how high that is. */
  function drawImages(out, view, options, width, theme) {
    let picks = E.chosen(view, options, theme);
    if (options.of !== "image") {
      E.legend(out, 12, 12, picks.map((pick) => ({ colour: pick.colour, text: E.fit(E.className(view, pick.c), 130, 12) })), theme);
      return 0;
    }
    let room = Math.min(340, width / 2);
    picks.forEach(function (pick, k) {
      let s = sampleOf(view, pick, options);
      let x = 12 + k * room;
      out.rect(x, 4, 4, SIZE, { fill: pick.colour });
      if (s === null) {
        out.text(x + 12, 18, E.fit("no image of " + E.className(view, pick.c) + " is kept", room - 16, 12), { fill: theme.soft });
        return;
      }
      E.samplePicture(out, view, s, x + 8, 4, SIZE);
      let sample = view.samples[s];
      let outcome = sample.predicted === undefined ? "" : E.mistake(view, sample) || "recognised";
      [E.className(view, pick.c), outcome, sample.name || "image " + E.count(sample.position)]
        .forEach((line, i) => out.text(x + SIZE + 18, 18 + i * 16, E.fit(line, room - SIZE - 26, 12), { fill: i ? theme.soft : theme.ink, "font-weight": i ? undefined : "bold" }));
    });
    return SIZE;
  }

  let SIZE = 56;

  let names = { first: "most active for the first class on the left", difference: "largest difference on the left" };

  function panel(view, drawn) {
    let wide = drawn.box.w / drawn.columns.length;
    return {
      x: drawn.box.x, y: drawn.box.y, w: drawn.box.w, h: drawn.box.h,
      columns: drawn.columns.length,
      rows: drawn.series.length,
      cx: (i) => drawn.box.x + (i + 0.5) * wide,
      cy: (i, j) => drawn.y(drawn.series[j].p[highest(drawn.series[j].p, drawn.columns[i])]),
      text: function (i, j) {
        let one = drawn.series[j];
        let unit = highest(one.p, drawn.columns[i]);
        return drawn.layer.name + (drawn.layer.unitsAreClasses ? ", score of " : ", unit ") + E.unitName(view, drawn.layer, unit) + ": " + drawn.series
          .map((s) => E.className(view, s.pick.c) + " " + E.significant(s.p[unit], 3)).join(", ");
      }
    };
  }

  function imagesOf(view, options, pick) {
    if (options.of === "image") {
      let choices = sampleChoices(view, pick.c);
      let key = pick.key === "a" ? options.imageA : options.imageB;
      let name = choices.length ? choices.filter((x) => x[0] === E.pick(choices, key))[0][1] : "no image kept";
      return E.className(view, pick.c) + " (" + name + ")";
    }
    return E.className(view, pick.c) + " (mean of N = " + E.count(view.data.classImages[pick.c]) + ")";
  }

  function caption(view, drawn, options, theme) {
    let finer = drawn.some((d) => d && d.columns.length < d.units.length);
    return (
      (options.of === "image"
        ? "Softmax over the layer\u2019s units of a single image\u2019s activations. "
        : "Softmax over the layer\u2019s units of the class-mean activation: the activation pattern whose entropy figure 1 shows. ") +
      E.chosen(view, options, theme).map((pick, k) => (k ? "Orange: " : "Blue: ") + imagesOf(view, options, pick)).join(". ") +
      ". Dotted: 1/n, every unit alike." +
      (finer ? " Where units are finer than the picture, each column shows the largest of its units." : "")
    );
  }

  function table(view, drawn) {
    let rows = [];
    drawn.filter((d) => d).forEach(function (d) {
      d.units.forEach((u) => d.series.forEach((one) => rows.push([d.layer.name, E.unitName(view, d.layer, u), E.className(view, one.pick.c), one.p[u]])));
    });
    return { columns: ["layer", "unit", "class", "probability"], rows: rows };
  }

  E.figures["2"] = {
    id: "2",
    title: "Activation of the neurons",
    short: "Neurons",
    paper: "figures 4 to 6",
    file: "activation-of-neurons",
    about: "Which units of a layer are active for each of two classes. Concentrated patterns have few high bars and a low entropy.",
    controls: function (view, options) {
      let list = [
        layerControl(view),
        { key: "of", label: "Shown", choices: [["mean", "the class mean"], ["image", "single images"]] },
        { key: "sort", label: "Order", choices: [["unit", "by unit"], ["first", "most active first"], ["difference", "largest difference of the classes first"]] },
        { key: "units", label: "Units", choices: [["all", "all"], ["top", "64 most active"]] },
        { key: "axis", label: "Axis", choices: [["same", "the same for all layers"], ["own", "of each layer"]] },
        { key: "scale", label: "Scale", choices: [["linear", "linear"], ["log", "logarithmic"]] }
      ];
      if (options.of === "image") {
        [["imageA", options.a], ["imageB", options.b]].forEach(function (entry) {
          let choices = sampleChoices(view, entry[1]);
          if (choices.length) {
            list.push({ key: entry[0], label: "Image of " + E.className(view, entry[1]), choices: choices });
          }
        });
      }
      return list;
    },
    draw: function (view, options, theme, width) {
      let layers = shownLayers(view, options);
      let out = E.drawing();
      let one = layers.length === 1;
      let pictures = drawImages(out, view, options, width, theme);
      let classes = layers.some((layer) => layer.unitsAreClasses) ? view.data.classes : [];
      let grid = E.grid(layers.length, width, 400, one ? 260 : 130, { left: 52, right: 12, top: 62, bottom: 14 + Math.max(24, E.layerFoot(classes, 360)) });
      let all = layers.reduce((list, layer) => list.concat(seriesOf(view, layer, options, theme)), []);
      grid.boxes.forEach((box) => (box.y += pictures));
      let drawn = layers.map((layer, i) => drawLayer(out, view, layer, all, options, grid.boxes[i], theme));
      return {
        title: "Activation of the neurons: " + view.model.name,
        caption: caption(view, drawn, options, theme),
        width: width,
        height: pictures + grid.height,
        body: out.body(),
        table: table(view, drawn),
        panels: drawn.filter((d) => d).map((d) => panel(view, d))
      };
    }
  };
})();
