/* Figure 5: entropy of every layer and class, beside what the model takes each class for. */
(function () {
  let VALUES = {
    raw: { field: "patternEntropy", name: "normalised pattern entropy" },
    standardized: { field: "patternEntropyStandardized", name: "standardised, normalised pattern entropy" },
    image: { field: "imageEntropyMean", name: "normalised mean image entropy" }
  };
  /* More cells than this are drawn as a picture. */
  let FEW = 1600;
  /* A confusion matrix with more classes is drawn in blocks. */
  let BLOCKS = 250;

  function collect(view, options) {
    let layers = E.curveLayers(view, options.layers);
    let field = VALUES[options.value].field;
    let rows = view.data.classes.map((_, c) => layers.map((layer) => E.entropy(layer, options.at, field, c, false)));
    let confusion = E.confusion(view);
    let recall = view.data.recall;
    let marked = layers.map((layer) => layer.name).indexOf(options.layer);
    let last = marked < 0 ? layers.length - 1 : marked;
    let by = {
      index: (c, d) => c - d,
      entropy: (c, d) => rows[d][last] - rows[c][last] || c - d,
      accuracy: (c, d) => (recall ? recall[c] - recall[d] : 0) || c - d
    };
    let order = E.range(rows.length).sort(by[options.order]);
    let reach = E.extent(rows.reduce((all, row) => all.concat(E.extent(row)), []));
    return { layers: layers, marked: marked, rows: rows, order: order, recall: recall, confusion: confusion, low: reach[0], high: reach[1] };
  }

  function share(data, value) {
    return data.high > data.low ? (value - data.low) / (data.high - data.low) : 0.5;
  }

  function palette(theme) {
    return E.range(256).map((i) => E.rampRgb(theme, i / 255));
  }

  /* Cells of a matrix as rectangles with their numbers, or as one picture where they are many. */
  function drawCells(out, box, columns, rows, place, write, theme) {
    if (columns * rows > FEW) {
      let pixels = new Uint8Array(columns * rows);
      for (let j = 0; j < rows; j++) {
        for (let i = 0; i < columns; i++) {
          pixels[j * columns + i] = Math.round(255 * Math.max(0, Math.min(1, place(i, j) || 0)));
        }
      }
      out.image(box.x, box.y, box.w, box.h, E.png(columns, rows, pixels, palette(theme)), { "image-rendering": "pixelated" });
      return;
    }
    let w = box.w / columns;
    let h = box.h / rows;
    let gap = Math.min(w, h) > 8 ? 1 : 0;
    for (let j = 0; j < rows; j++) {
      for (let i = 0; i < columns; i++) {
        let t = place(i, j);
        if (!isFinite(t)) continue;
        out.rect(box.x + i * w, box.y + j * h, w - gap, h - gap, { fill: E.rampColour(theme, t) });
        let text = w >= 24 && h >= 14 ? write(i, j) : "";
        if (text && E.textWidth(text, 12) <= w - 2) {
          out.text(box.x + (i + 0.5) * w - gap / 2, box.y + (j + 0.5) * h + 3, text, { "text-anchor": "middle", fill: E.inkOn(theme, t) });
        }
      }
    }
  }

  function drawNames(out, view, data, box, room, options, theme) {
    let h = box.h / data.order.length;
    let every = h >= 10 ? 1 : 0;
    data.order.forEach(function (c, j) {
      let picked = c === options.a ? theme.a : c === options.b ? theme.b : null;
      if (every || picked) {
        out.text(box.x - 8, box.y + (j + 0.5) * h + 3.5, E.fit(E.className(view, c), room - 14, 12), {
          "text-anchor": "end", fill: picked || theme.soft, "font-weight": picked ? "bold" : undefined
        });
      }
      if (picked) {
        out.rect(box.x - 5, box.y + j * h, 3, Math.max(2, h - 1), { fill: picked });
      }
    });
  }

  function drawEntropy(out, view, data, options, box, room, theme) {
    let n = data.layers.length;
    out.text(box.x - 8, box.y - 8, "true class", { "text-anchor": "end", fill: theme.soft });
    out.text(box.x, box.y - 44, "Entropy by class and layer", { "font-weight": "bold", "font-size": 13, fill: theme.ink });
    E.colourBar(out, box.x, box.y - 26, Math.min(160, box.w), data.low, data.high, "", 2, theme);
    drawCells(out, box, n, data.order.length,
      (i, j) => share(data, data.rows[data.order[j]][i]),
      (i, j) => E.fixed(data.rows[data.order[j]][i], 2), theme);
    drawNames(out, view, data, box, room, options, theme);
    let w = box.w / n;
    let every = Math.ceil(15 / w);
    let upright = E.upright(data.layers.map((layer) => layer.name), w + 4);
    data.layers.forEach(function (layer, i) {
      let marked = i === data.marked;
      if (upright || marked || (i % every === 0 && (data.marked < 0 || Math.abs(i - data.marked) >= every))) {
        E.layerName(out, box.x + (i + 0.5) * w, box.y + box.h + 15, layer.name, upright, marked ? { fill: theme.ink, "font-weight": "bold" } : { fill: theme.soft });
      }
    });
    if (data.marked >= 0) {
      out.rect(box.x + data.marked * w - 1, box.y - 1, w + 1, box.h + 1, { fill: "none", stroke: theme.ink, "stroke-width": 2 });
    }
    return {
      x: box.x, y: box.y, w: box.w, h: box.h,
      columns: n,
      rows: data.order.length,
      cell: [w, Math.max(2, box.h / data.order.length)],
      cx: (i) => box.x + (i + 0.5) * w,
      cy: (i, j) => box.y + ((j + 0.5) * box.h) / data.order.length,
      pick: (i, j) => Object.assign({ layer: data.layers[i].name }, pickClass(view, data.order[j])),
      text: function (i, j) {
        let c = data.order[j];
        return E.className(view, c) + ", " + data.layers[i].name + ": " + E.fixed(data.rows[c][i], 4) + " (N = " + E.count(view.data.classImages[c]) + ")";
      }
    };
  }

  /* A class, and beside it the one it is taken for most often. */
  function pickClass(view, c) {
    let mistaken = E.mistakes(view, c)[0];
    return mistaken ? { a: c, b: mistaken[0] } : { a: c };
  }

  /* The share of a class's images that are taken for another, by block where classes are many. */
  function confusionShares(view, data) {
    let n = data.order.length;
    let per = Math.ceil(n / BLOCKS);
    let size = Math.ceil(n / per);
    let rank = [];
    data.order.forEach((c, j) => (rank[c] = j));
    let cells = new Float64Array(size * size);
    data.confusion.forEach(function (row, c) {
      Object.keys(row).forEach(function (key) {
        let p = Number(key);
        if (p !== c) {
          let at = Math.floor(rank[c] / per) * size + Math.floor(rank[p] / per);
          cells[at] = Math.max(cells[at], row[key] / Math.max(1, view.data.classImages[c]));
        }
      });
    });
    return { per: per, size: size, cells: cells, most: E.extent(cells)[1] };
  }

  function drawConfusion(out, view, data, options, box, foot, theme) {
    let shares = confusionShares(view, data);
    let n = shares.size;
    let scaled = (i, j) => Math.sqrt(shares.most > 0 ? shares.cells[j * n + i] / shares.most : 0);
    let images = (i, j) => data.confusion[data.order[j]][data.order[i]] || 0;
    out.text(box.x, box.y - 44, "Confusion matrix", { "font-weight": "bold", "font-size": 13, fill: theme.ink });
    out.text(box.x, box.y - 24, "errors by share of the true class, up to " + E.percent(shares.most) + (shares.per > 1 ? "; the largest of each " + shares.per + " \u00d7 " + shares.per + " cells" : ""), { fill: theme.soft });
    drawCells(out, box, n, n, (i, j) => (i === j && shares.per === 1 && n * n <= FEW ? NaN : scaled(i, j)),
      (i, j) => (images(i, j) ? E.count(images(i, j)) : ""), theme);
    let w = box.w / n;
    let h = box.h / n;
    if (shares.per === 1 && n * n <= FEW) {
      E.range(n).forEach(function (k) {
        out.rect(box.x + k * w, box.y + k * h, w - 1, h - 1, { fill: "none", stroke: theme.grid });
        if (w >= 24 && h >= 14) {
          out.text(box.x + (k + 0.5) * w, box.y + (k + 0.5) * h + 3, E.count(images(k, k)), { "text-anchor": "middle", fill: theme.soft });
        }
      });
    }
    confusionNames(out, view, data, options, box, w, shares, foot, theme);
    return {
      x: box.x, y: box.y, w: box.w, h: box.h,
      columns: n,
      rows: n,
      cell: [Math.max(2, w), Math.max(2, h)],
      cx: (i) => box.x + (i + 0.5) * w,
      cy: (i, j) => box.y + (j + 0.5) * h,
      pick: (i, j) => (shares.per > 1 ? pickClass(view, data.order[j * shares.per]) : i === j ? { a: data.order[j] } : { a: data.order[j], b: data.order[i] }),
      text: (i, j) => cellText(view, data, shares, i, j)
    };
  }

  function cellText(view, data, shares, i, j) {
    if (shares.per > 1) {
      return "classes " + E.className(view, data.order[j * shares.per]) + " on, taken for " + E.className(view, data.order[i * shares.per]) +
        " on: at most " + E.percent(shares.cells[j * shares.size + i]);
    }
    let c = data.order[j];
    let p = data.order[i];
    let count = data.confusion[c][p] || 0;
    return E.className(view, c) + (c === p ? " recognised: " : " taken for " + E.className(view, p) + ": ") + E.count(count) + " of " +
      E.count(view.data.classImages[c]) + " (" + E.percent(count / Math.max(1, view.data.classImages[c])) + ")";
  }

  /* Whether the classes' names fit side by side below the matrix; there all are slanted or none. */
  function fits(view, w) {
    return E.upright(view.data.classes, w + 6);
  }

  /* The height that the names below both matrices take. */
  function footOf(view, data, wLayers, wClasses) {
    let layers = E.upright(data.layers.map((layer) => layer.name), wLayers + 4) ? 0 : Math.max.apply(null, data.layers.map((layer) => E.textWidth(layer.name, 12)));
    let classes = wClasses < 11 || fits(view, wClasses) ? 0 : Math.max.apply(null, view.data.classes.map((name) => E.textWidth(name, 12)));
    return 24 + Math.min(96, Math.max(layers, classes)) * Math.SQRT1_2;
  }

  function confusionNames(out, view, data, options, box, w, shares, foot, theme) {
    let named = shares.per === 1 && w >= 11;
    let upright = fits(view, w);
    data.order.forEach(function (c, i) {
      let picked = c === options.a ? theme.a : c === options.b ? theme.b : null;
      if (named || picked) {
        E.layerName(out, box.x + ((i + 0.5) * box.w) / data.order.length, box.y + box.h + 15, E.className(view, c), upright, { fill: picked || theme.soft, "font-weight": picked ? "bold" : undefined });
      }
    });
    out.text(box.x + box.w / 2, box.y + box.h + foot + 8, "predicted class", { "text-anchor": "middle", fill: theme.soft });
  }

  function table(view, data) {
    let columns = ["class", "images"].concat(data.recall ? ["recognised", "taken most for", "images so taken"] : [], data.layers.map((layer) => layer.name));
    let rows = data.order.map(function (c) {
      let top = E.mistakes(view, c)[0];
      return [E.className(view, c), view.data.classImages[c]].concat(
        data.recall ? [data.recall[c], top ? E.className(view, top[0]) : "", top ? top[1] : 0] : [], data.rows[c]);
    });
    return { columns: columns, rows: rows };
  }

  function caption(view, data, options) {
    let picked = view.data.classes[options.a] === undefined ? null : options.a;
    let wrong = picked === null ? [] : E.mistakes(view, picked).slice(0, 3);
    let entropy = VALUES[options.value].name + (options.at === "preactivation" ? ", before the activation function" : "");
    if (!data.recall) {
      return "Colour: " + entropy + "; N = " + E.many(view.data.images, "image") + " of " + E.many(data.order.length, "class", "classes") +
        ". What the model takes the classes for is not known.";
    }
    return "Left: " + entropy +
      ". Right, on the same rows: the confusion matrix, coloured on a square-root scale; N = " + E.many(view.data.images, "image") + " of " +
      E.many(data.order.length, "class", "classes") + "." +
      (picked === null ? "" : " Of " + E.className(view, picked) + ", " + E.percent(data.recall[picked]) + " are recognised" +
        (wrong.length ? "; mostly taken for " + wrong.map((w) => E.className(view, w[0]) + " (" + E.count(w[1]) + ")").join(", ") : "") + ".");
  }

  E.figures["5"] = {
    id: "5",
    title: "Classes and layers",
    short: "Classes",
    paper: "",
    file: "classes-and-layers",
    about: "Every class at every layer, and what the model takes it for. Choose a cell: all figures then show that class.",
    controls: function (view) {
      let orders = [["index", "in their order"], ["entropy", "highest entropy first, at the layer chosen or the last"]];
      return [
        { key: "value", label: "Colour", choices: [["raw", "raw"], ["standardized", "standardised"], ["image", "image entropy"]] },
        { key: "order", label: "Classes", choices: E.isJudged(view) ? orders.concat([["accuracy", "least recognised first"]]) : orders }
      ].concat(E.layersControl(view));
    },
    draw: function (view, options, theme, width) {
      let data = collect(view, options);
      let n = data.order.length;
      let beside = width >= 640;
      let longest = Math.max.apply(null, view.data.classes.slice(0, 200).map((name) => E.textWidth(name, 12)));
      let room = Math.max(58, Math.min(96, longest + 16));
      let out = E.drawing();
      let high = n <= 60 ? Math.max(120, Math.min(24, 460 / n + 6) * n) : 520;
      let left = beside ? Math.max(150, Math.min(data.layers.length * 62, (width - room) * 0.44)) : width - room - 2;
      let one = { x: room, y: 56, w: left, h: high };
      let side = beside ? Math.min(width - room - left - 48, n <= 60 ? 64 * n + 80 : 560) : width - room - 2;
      let foot = footOf(view, data, left / data.layers.length, data.recall ? side / n : 0);
      let two = beside ? { x: room + left + 40, y: 56, w: side, h: high } : { x: room, y: one.y + high + foot + 70, w: side, h: n <= 60 ? high : side };
      let panels = [drawEntropy(out, view, data, options, one, room, theme)];
      if (data.recall) {
        panels.push(drawConfusion(out, view, data, options, two, foot, theme));
      }
      if (data.recall && !beside) {
        drawNames(out, view, data, two, room, options, theme);
      }
      return {
        title: "Classes and layers: " + view.model.name,
        caption: caption(view, data, options),
        width: width,
        height: data.recall ? two.y + two.h + foot + 14 : one.y + one.h + foot + 8,
        body: out.body(),
        table: table(view, data),
        panels: panels
      };
    }
  };
})();
