/* The network as a chain of its layers and blocks, coloured by what is looked at. */
(function () {
  let FIELDS = {
    pattern: { field: "patternEntropy", title: "normalised pattern entropy" },
    standardized: { field: "patternEntropyStandardized", title: "standardised, normalised pattern entropy" },
    image: { field: "imageEntropyMean", title: "normalised mean image entropy" }
  };
  let SHARES = {
    saturation99: { title: "directions that hold 99% of the variance, as a share of n", label: "99% of the variance" },
    probe: { title: "accuracy of a linear probe", label: "linear probe" }
  };
  let LEAST = 76;
  let GAP = 18;
  let HIGH = 56;
  let CELL = 22;

  function blockStatistics(view) {
    return view.blocks ? view.blocks.statistics.filter((of) => view.blocks.list.some((block) => block.layer !== undefined && block.values[of.name])) : [];
  }

  function looks(view) {
    let indicators = (name) => view.layers.some((layer) => (layer.output.indicators || {})[name] !== undefined);
    return [["pattern", "pattern entropy"], ["standardized", "standardised entropy"], ["image", "image entropy"]]
      .concat(Object.keys(SHARES).filter(indicators).map((name) => [name, SHARES[name].label]))
      .concat(blockStatistics(view).map((of) => ["block." + of.name, of.title.toLowerCase()]));
  }

  function block(view, layer) {
    return view.blocks ? view.blocks.list.filter((one) => one.layer === layer.name)[0] : undefined;
  }

  /* What is looked at of a layer; NaN where it is not known. */
  function valueOf(view, layer, options) {
    let entropy = FIELDS[options.look];
    if (entropy) {
      let c = options.of === "class" ? options.a : -1;
      return view.data.classes[c] === undefined ? E.meanEntropy(layer, options.at, entropy.field, false)[0] : E.entropy(layer, options.at, entropy.field, c, false);
    }
    if (SHARES[options.look]) {
      let known = E.side(layer, options.at).indicators || layer.output.indicators || {};
      return known[options.look] === undefined ? NaN : known[options.look];
    }
    let found = block(view, layer);
    let value = found && found.values[options.look.slice("block.".length)];
    return value ? value.value : NaN;
  }

  /* The halves of a block; they stand before it in the list. */
  function halves(view, layer) {
    let list = view.blocks ? view.blocks.list : [];
    let end = list.map((one) => one.layer).indexOf(layer.name);
    let from = end;
    while (from > 0 && list[from - 1].layer === undefined) {
      from--;
    }
    return end < 0 ? [] : list.slice(from, end);
  }

  let SHORT = { attention: "attn", "feed-forward": "ff", "token-mixing": "tokens", "channel-mixing": "channels", convolution: "conv" };

  function unitsOf(layer) {
    return E.many(layer.units, layer.kind === "convolution" ? "channel" : "unit");
  }

  /* How the chain is laid out: boxes in as many rows as it takes, or, of very many layers, cells. */
  function layout(view, width) {
    let n = view.layers.length;
    let fit = (w, gap) => Math.max(1, Math.floor((width + gap) / (w + gap)));
    let inRow = fit(LEAST, GAP);
    if (n > 4 * inRow) {
      let names = Math.min(130, width * 0.3);
      let columns = Math.max(1, Math.floor((width - names) / (CELL + 3)));
      return { cells: true, columns: columns, rows: Math.ceil(n / columns), left: names, w: CELL, h: CELL, stepX: CELL + 3, stepY: CELL + 8 };
    }
    let rows = Math.ceil(n / inRow);
    let columns = Math.ceil(n / rows);
    let w = Math.min(210, (width - (columns - 1) * GAP) / columns);
    let arcs = view.layers.some((layer) => layer.kind === "block") ? 12 : 0;
    let parts = view.layers.some((layer) => halves(view, layer).length) ? 18 : 0;
    return { cells: false, columns: columns, rows: rows, left: 0, arcs: arcs, parts: parts, w: w, h: HIGH, stepX: w + GAP, stepY: HIGH + arcs + parts + 14 };
  }

  function arrow(out, x, y, theme) {
    out.line(x + 2, y, x + GAP - 6, y, { stroke: theme.axis, "stroke-width": 1.5 });
    out.path("M" + E.place(x + GAP - 2) + " " + E.place(y) + "l-6 -4v8Z", { fill: theme.axis });
  }

  /* The stream that goes around a block. */
  function arc(out, x, y, w, theme) {
    out.path("M" + E.place(x - 8) + " " + E.place(y + 16) + "V" + E.place(y - 7) + "H" + E.place(x + w + 8) + "V" + E.place(y + 16), {
      fill: "none", stroke: theme.axis, "stroke-width": 1.25
    });
  }

  function look(value, ends, theme) {
    let t = ends[1] > ends[0] ? (value - ends[0]) / (ends[1] - ends[0]) : 0.5;
    return isFinite(value) ? { fill: E.rampColour(theme, t), ink: E.inkOn(theme, t) } : { fill: theme.paper, ink: theme.ink };
  }

  /* A dashed frame: the layer is observed, but no part of the curve. */
  function beside(out, x, y, laid, inset, theme) {
    out.rect(x + inset / 2, y + inset / 2, laid.w - inset, laid.h - inset, { rx: 3, fill: "none", stroke: theme.faint, "stroke-dasharray": "4 3" });
  }

  function drawBox(out, view, layer, value, shade, chosen, x, y, laid, theme) {
    if (layer.kind === "block") {
      arc(out, x, y, laid.w, theme);
    }
    out.rect(x, y, laid.w, laid.h, { rx: 4, fill: shade.fill, stroke: chosen ? theme.rise : theme.axis, "stroke-width": chosen ? 4 : 1 });
    if (!layer.inVerdict) {
      beside(out, x, y, laid, 6, theme);
    }
    let lines = [[layer.name, "bold"], [unitsOf(layer)], [isFinite(value) ? E.significant(value, 3) : "not known"]];
    lines.forEach((line, k) => out.text(x + laid.w / 2, y + 17 + k * 16, E.fit(line[0], laid.w - 6, k ? 12 : 13), {
      "text-anchor": "middle", "font-weight": line[1], fill: shade.ink
    }));
    let parts = halves(view, layer);
    parts.forEach(function (part, k) {
      let wide = laid.w / parts.length;
      out.rect(x + k * wide + 1, y + laid.h + 3, wide - 2, 16, { fill: "none", stroke: theme.axis, rx: 2 });
      out.text(x + (k + 0.5) * wide, y + laid.h + 15, E.fit(E.textWidth(part.kind, 12) <= wide - 4 ? part.kind : SHORT[part.kind] || part.kind, wide - 4, 12), { "text-anchor": "middle", fill: theme.soft });
    });
  }

  function drawCell(out, layer, shade, chosen, x, y, laid, theme) {
    out.rect(x, y, laid.w, laid.h, { rx: layer.kind === "block" ? 2 : 8, fill: shade.fill, stroke: chosen ? theme.rise : theme.axis, "stroke-width": chosen ? 4 : 0.75 });
    if (!layer.inVerdict) {
      beside(out, x, y, laid, 2, theme);
    }
  }

  function drawChain(out, view, options, values, ends, laid, top, theme) {
    view.layers.forEach(function (layer, i) {
      let column = i % laid.columns;
      let x = laid.left + column * laid.stepX;
      let y = top + Math.floor(i / laid.columns) * laid.stepY;
      let shade = look(values[i], ends, theme);
      let chosen = options.layer === layer.name;
      if (laid.cells) {
        if (column === 0) {
          out.text(0, y + 15, E.fit(layer.name, laid.left - 10, 12), { fill: theme.soft });
        }
        drawCell(out, layer, shade, chosen, x, y, laid, theme);
        return;
      }
      drawBox(out, view, layer, values[i], shade, chosen, x, y, laid, theme);
      if (i < view.layers.length - 1 && column < laid.columns - 1) {
        arrow(out, x + laid.w, y + laid.h / 2, theme);
      }
    });
  }

  /* The ends of the scale of colours. Class scores, which are concentrated by nature, do not stretch it. */
  function endsOf(view, values) {
    let all = values.filter(isFinite);
    let hidden = values.filter((value, i) => isFinite(value) && view.layers[i].role !== "output");
    return all.length ? E.extent(hidden.length > 1 ? hidden : all) : [0, 1];
  }

  function title(view, options) {
    if (FIELDS[options.look]) {
      return FIELDS[options.look].title;
    }
    return SHARES[options.look] ? SHARES[options.look].title : blockStatistics(view).filter((of) => "block." + of.name === options.look)[0].title.toLowerCase();
  }

  function about(layer, value, name) {
    return layer.name + ", " + layer.kind.replace("-", " ") + ", " + unitsOf(layer) + (layer.activation ? ", " + layer.activation : "") +
      (layer.inVerdict ? "" : ", not in the verdict") + ": " + name + " " + (isFinite(value) ? E.significant(value, 4) : "not known");
  }

  function caption(view, options, name) {
    let classed = FIELDS[options.look] && options.of === "class" && view.data.classes[options.a] !== undefined;
    return "Input on the left, or at the top. Colour: " + name +
      (FIELDS[options.look] ? (classed ? ", of " + E.className(view, options.a) : ", mean over the classes") : "") + ". " +
      (view.layers.some((layer) => layer.role === "output") && view.layers.length > 2 ? "The scale ends with the hidden layers; class scores may lie outside of it. " : "") +
      (view.layers.some((layer) => !layer.inVerdict) ? "Dashed: observed, but not in the verdict. " : "") +
      (view.layers.some((layer) => layer.kind === "block") ? "Lines around a box: the residual stream. " : "") +
      "N = " + E.many(classed ? view.data.classImages[options.a] : view.data.images, "image") + ".";
  }

  E.figures["0"] = {
    id: "0",
    title: "The network",
    short: "Network",
    unnumbered: true,
    paper: "",
    file: "network",
    about: "Choose a layer: every figure then shows it. Choose it again for all of them.",
    controls: function (view, options) {
      let list = [{ key: "look", label: "Colour", choices: looks(view) }];
      return FIELDS[options.look || "pattern"]
        ? list.concat([{ key: "of", label: "Of", choices: [["mean", "the mean over classes"], ["class", "the first class chosen"]] }])
        : list;
    },
    draw: function (view, options, theme, width) {
      let laid = layout(view, width);
      let values = view.layers.map((layer) => valueOf(view, layer, options));
      let ends = endsOf(view, values);
      let name = title(view, options);
      let top = 38 + (laid.arcs || 0);
      let out = E.drawing();
      out.text(Math.min(220, width * 0.55) + 14, 20, E.fit(name, width - Math.min(220, width * 0.55) - 14, 12), { fill: theme.soft });
      E.colourBar(out, 0, 4, Math.min(220, width * 0.55), ends[0], ends[1], "", 3, theme);
      drawChain(out, view, options, values, ends, laid, top, theme);
      let at = (i, j) => view.layers[j * laid.columns + i];
      return {
        title: "The network: " + view.model.name,
        caption: caption(view, options, name),
        width: width,
        height: top + laid.rows * laid.stepY - 6,
        body: out.body(),
        table: {
          columns: ["layer", "kind", "units", "activation", "in the verdict", name],
          rows: view.layers.map((layer, i) => [layer.name, layer.kind, layer.units, layer.activation || "none", layer.inVerdict ? "yes" : "no", values[i]])
        },
        panels: [{
          x: laid.left, y: top, w: laid.columns * laid.stepX, h: laid.rows * laid.stepY,
          columns: laid.columns, rows: laid.rows, cell: [laid.w + 6, laid.h + 6],
          cx: (i) => laid.left + i * laid.stepX + laid.w / 2,
          cy: (i, j) => (at(i, j) ? top + j * laid.stepY + laid.h / 2 : NaN),
          pick: (i, j) => (at(i, j) ? { layer: at(i, j).name === options.layer ? "every" : at(i, j).name } : null),
          text: (i, j) => (at(i, j) ? about(at(i, j), values[j * laid.columns + i], name) : "")
        }]
      };
    }
  };
})();
