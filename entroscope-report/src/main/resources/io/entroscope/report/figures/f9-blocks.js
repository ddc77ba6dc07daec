/* Figure 9: the residual stream as a chain of its blocks, what each does to it, and its entropy behind them. */
(function () {
  let ROW = 20;
  let TOP = 46;

  function known(view) {
    return view.blocks ? view.blocks.statistics.filter((of) => view.blocks.list.some((block) => block.values[of.name])) : [];
  }

  function wanted(view, which) {
    return view.blocks.list.filter((block) => which === "all" || block.layer !== undefined);
  }

  function pooled(view, block, at, name) {
    let layer = view.layers.filter((one) => one.name === block.layer)[0];
    return layer ? E.meanEntropy(layer, at, name, false) : [NaN, NaN, NaN];
  }

  function sayValue(statistic, value) {
    if (!value) {
      return "not measured";
    }
    return E.significant(value[0], 3) + (isFinite(value[1]) ? " (95% " + E.significant(value[1], 3) + " to " + E.significant(value[2], 3) + ")" : "") +
      ", from " + E.many(value[3], "row");
  }

  /* The value, a low and a high end, rows and examples; NaN or undefined what is not known. */
  function valueOf(block, statistic) {
    let found = block.values[statistic.name];
    return found ? [found.value, found.low === undefined ? NaN : found.low, found.high === undefined ? NaN : found.high, found.rows, found.examples] : null;
  }

  function drawChain(out, blocks, chosen, box, theme) {
    let x = 12;
    out.line(x, box.y - 8, x, box.y + box.h + 4, { stroke: theme.axis, "stroke-width": 2 });
    blocks.forEach(function (block, i) {
      let y = box.y + (i + 0.5) * ROW;
      let whole = block.layer !== undefined;
      if (whole && block.layer === chosen) {
        out.rect(0, y - ROW / 2, box.x + box.w, ROW, { fill: theme.ink, "fill-opacity": 0.1 });
      }
      if (whole) {
        out.rect(x - 5, y - 5, 10, 10, { fill: theme.a });
      } else {
        out.circle(x, y, 3.5, { fill: theme.paper, stroke: theme.a, "stroke-width": 1.5 });
      }
      out.text(x + (whole ? 14 : 24), y + 4, E.fit(block.name, box.x - x - 34, 12), { fill: whole ? theme.ink : theme.soft });
    });
  }

  function drawBars(out, blocks, statistic, x, box, theme) {
    blocks.forEach(function (block, i) {
      let y = box.y + (i + 0.5) * ROW;
      let value = valueOf(block, statistic);
      if (!value) {
        out.text(box.x + 4, y + 4, E.fit(block.unmeasured || "not known", box.w - 8, 12), { fill: theme.soft, "font-style": "italic" });
        return;
      }
      let zero = x(Math.max(x.low, Math.min(0, x.high)));
      let end = x(Math.max(x.low, value[0]));
      out.rect(Math.min(zero, end), y - 6, Math.abs(end - zero), 12, { fill: theme.a, "fill-opacity": block.layer === undefined ? 0.45 : 0.9 });
      if (isFinite(value[1])) {
        out.line(x(value[1]), y, x(value[2]), y, { stroke: theme.ink, "stroke-width": 1.5 });
        [value[1], value[2]].forEach((v) => out.line(x(v), y - 3, x(v), y + 3, { stroke: theme.ink, "stroke-width": 1.5 }));
      }
    });
  }

  function drawEntropies(out, view, blocks, at, x, box, theme) {
    [["imageEntropyMean", theme.b], ["patternEntropy", theme.ink]].forEach(function (one) {
      let points = [];
      blocks.forEach(function (block, i) {
        let value = pooled(view, block, at, one[0]);
        if (!isFinite(value[0])) return;
        let y = box.y + (i + 0.5) * ROW;
        points.push([x(value[0]), y]);
        if (isFinite(value[1])) {
          out.line(x(value[1]), y, x(value[2]), y, { stroke: one[1], "stroke-width": 1.5 });
        }
      });
      out.path(E.polyline(points), { fill: "none", stroke: one[1], "stroke-width": 1.25, "stroke-opacity": 0.6 });
      points.forEach((p) => out.circle(p[0], p[1], 3, { fill: one[1] }));
    });
  }

  function ticks(out, box, x, name, theme) {
    x.ticks(4).forEach((tick) => out.line(x(tick[0]), box.y, x(tick[0]), box.y + box.h, { stroke: theme.grid }));
    E.xAxis(out, box, x, name, theme, { count: 4 });
  }

  function table(view, options) {
    let all = known(view);
    let columns = ["block", "kind", "whole", "unmeasured", "pattern entropy", "image entropy"];
    all.forEach((of) => columns.push(of.name, of.name + " low", of.name + " high", of.name + " rows", of.name + " examples"));
    return {
      columns: columns,
      rows: view.blocks.list.map((block) => all.reduce(
        (row, of) => row.concat(valueOf(block, of) || [undefined, undefined, undefined, undefined, undefined]),
        [block.name, block.kind, block.layer === undefined ? "half" : "whole", block.unmeasured,
          pooled(view, block, options.at, "patternEntropy")[0], pooled(view, block, options.at, "imageEntropyMean")[0]]))
    };
  }

  E.figures["9"] = {
    id: "9",
    title: "Residual blocks",
    short: "Blocks",
    paper: "",
    file: "residual-blocks",
    about: "The stream of a residual network from top to bottom: how much each block changes it, and how concentrated it is behind each.",
    lacks: (view) => (known(view).length ? null : "this network has no residual blocks whose stream could be measured."),
    controls: function (view) {
      let all = known(view);
      let halves = view.blocks && view.blocks.list.some((block) => block.layer === undefined);
      return all.length
        ? [{ key: "statistic", label: "Bars", choices: all.map((of) => [of.name, of.title.toLowerCase()]) }].concat(
          halves ? [{ key: "blocks", label: "Blocks", choices: [["whole", "whole"], ["all", "with half-blocks"]] }] : [])
        : [];
    },
    draw: function (view, options, theme, width) {
      let statistic = known(view).filter((of) => of.name === options.statistic)[0];
      let blocks = wanted(view, options.blocks);
      blocks = blocks.length ? blocks : view.blocks.list;
      let out = E.drawing();
      let high = blocks.length * ROW;
      let names = Math.min(230, Math.max(110, Math.max.apply(null, blocks.map((block) => E.textWidth(block.name, 12))) + 52));
      let room = width - names - 56;
      let bars = { x: names, y: TOP, w: room * 0.58, h: high };
      let curve = { x: names + room * 0.58 + 34, y: TOP, w: room * 0.42, h: high };
      let values = blocks.map((block) => valueOf(block, statistic)).filter((value) => value);
      let reach = E.extent(values.reduce((list, v) => list.concat([v[0], v[1], v[2]]), []).filter(isFinite));
      let x = E.niceLinear(Math.min(0, reach[0]), Math.max(reach[1], 0), 4, bars.x, bars.x + bars.w);
      let entropies = blocks.reduce((list, block) => list.concat(pooled(view, block, options.at, "patternEntropy"), pooled(view, block, options.at, "imageEntropyMean")), []).filter(isFinite);
      out.text(bars.x, 18, statistic.title, { "font-weight": "bold", "font-size": 13, fill: theme.ink });
      out.text(curve.x, 18, "Entropy of the stream", { "font-weight": "bold", "font-size": 13, fill: theme.ink });
      ticks(out, bars, x, statistic.unit, theme);
      drawChain(out, blocks, options.layer, bars, theme);
      drawBars(out, blocks, statistic, x, bars, theme);
      let panels = [{
        x: bars.x, y: bars.y, w: bars.w, h: bars.h, columns: 1, rows: blocks.length,
        cx: (i, j) => (valueOf(blocks[j], statistic) ? x(valueOf(blocks[j], statistic)[0]) : bars.x),
        cy: (i, j) => bars.y + (j + 0.5) * ROW,
        pick: (i, j) => (blocks[j].layer === undefined ? null : { layer: blocks[j].layer }),
        text: (i, j) => blocks[j].name + ", " + blocks[j].kind + ": " + statistic.title.toLowerCase() + " " + sayValue(statistic, valueOf(blocks[j], statistic))
      }];
      if (entropies.length) {
        let ends = E.extent(entropies);
        let ex = E.niceLinear(ends[0], ends[1], 4, curve.x, curve.x + curve.w);
        ticks(out, curve, ex, E.normalizedName(view), theme);
        drawEntropies(out, view, blocks, options.at, ex, curve, theme);
        E.legend(out, curve.x, 36, [{ colour: theme.ink, text: "pattern" }, { colour: theme.b, text: "image" }], theme);
        panels.push({
          x: curve.x, y: curve.y, w: curve.w, h: curve.h, columns: 1, rows: blocks.length,
          cx: (i, j) => ex(pooled(view, blocks[j], options.at, "patternEntropy")[0]),
          cy: (i, j) => curve.y + (j + 0.5) * ROW,
          text: (i, j) => "behind " + blocks[j].name + ": pattern entropy " + E.fixed(pooled(view, blocks[j], options.at, "patternEntropy")[0], 3) +
            ", image entropy " + E.fixed(pooled(view, blocks[j], options.at, "imageEntropyMean")[0], 3)
        });
      }
      let examples = values.map((value) => value[4]).filter((n) => n !== undefined);
      let rows = values.map((value) => value[3]);
      return {
        title: "Residual blocks: " + view.model.name,
        caption: statistic.title + ": " + statistic.formula + ". " + statistic.meaning + " " + statistic.source + ". " +
          (values.some((value) => isFinite(value[1])) ? "Lines: 95% intervals over examples. " : "No uncertainty is known of it. ") +
          "N = " + E.count(E.extent(rows)[0]) + (E.extent(rows)[1] > E.extent(rows)[0] ? " to " + E.count(E.extent(rows)[1]) : "") + " tokens or places" +
          (examples.length ? " of " + E.many(E.extent(examples)[1], "example") : "") +
          ". Squares: whole blocks; circles: half-blocks. Right: means over the classes, of the stream pooled over tokens or places; lines: 95% intervals. N = " +
          E.many(view.data.images, "example") + ".",
        width: width,
        height: TOP + high + 44,
        body: out.body(),
        table: table(view, options),
        panels: panels
      };
    }
  };
})();
