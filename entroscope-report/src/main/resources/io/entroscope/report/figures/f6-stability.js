/* Figure 6: how alike the images of a class are to a layer. */
(function () {
  let QUANTILES = ["Q05", "Q25", "Q50", "Q75", "Q95"];

  function series(view, options, theme) {
    return [{ c: -1, colour: theme.ink, name: "all classes" }].concat(
      E.chosen(view, options, theme).map((pick) => ({ c: pick.c, colour: pick.colour, name: E.className(view, pick.c) }))
    );
  }

  function quantiles(layer, at, c, nats) {
    return QUANTILES.map((q) => E.entropy(layer, at, "imageEntropy" + q, c, nats));
  }

  function drawSpread(out, view, layers, list, options, box, theme) {
    let nats = options.unit === "nats";
    let all = [];
    layers.forEach((layer) => list.forEach((one) => (all = all.concat(quantiles(layer, options.at, one.c, nats)))));
    let reach = E.extent(all);
    let y = E.niceLinear(reach[0], reach[1], 5, box.y + box.h, box.y);
    let xs = E.places(box, layers.length);
    let room = layers.length > 1 ? xs[1] - xs[0] : box.w;
    let step = Math.max(2, Math.min(14, (room * 0.7) / list.length));
    let thick = Math.max(1.5, Math.min(7, step * 0.6));
    out.text(box.x - 34, box.y - 28, "Spread of image entropy", { "font-weight": "bold", "font-size": 13, fill: theme.ink });
    E.yAxis(out, box, y, nats ? "image entropy [nats]" : "image " + E.normalizedName(view), theme);
    layers.forEach(function (layer, i) {
      list.forEach(function (one, k) {
        let x = xs[i] + (k - (list.length - 1) / 2) * step;
        let q = quantiles(layer, options.at, one.c, nats).map(y);
        out.line(x, q[0], x, q[4], { stroke: one.colour, "stroke-width": 1 });
        out.line(x, q[1], x, q[3], { stroke: one.colour, "stroke-width": thick });
        out.circle(x, q[2], Math.max(1.2, thick * 0.42), { fill: theme.paper });
      });
    });
    E.layerAxis(out, box, xs, layers.map((layer) => layer.name), theme, options.layer);
    return {
      x: box.x, y: box.y, w: box.w, h: box.h,
      columns: layers.length,
      rows: list.length,
      cx: (i, j) => xs[i] + (j - (list.length - 1) / 2) * step,
      cy: (i, j) => y(quantiles(layers[i], options.at, list[j].c, nats)[2]),
      text: function (i, j) {
        let q = quantiles(layers[i], options.at, list[j].c, nats).map((v) => E.fixed(v, 3));
        return list[j].name + ", " + layers[i].name + ": median " + q[2] + ", half of the images " + q[1] + " to " + q[3] + ", 90% " + q[0] + " to " + q[4];
      }
    };
  }

  function wins(layer, at, c) {
    return E.stat(E.side(layer, at), "topShare", c);
  }

  function drawWins(out, view, layers, list, options, box, theme) {
    let y = E.linear(0, 1, box.y + box.h, box.y);
    let xs = E.places(box, layers.length);
    let n = view.data.classes.length;
    out.text(box.x - 34, box.y - 28, "How often the same unit wins", { "font-weight": "bold", "font-size": 13, fill: theme.ink });
    E.yAxis(out, box, y, "share of images", theme);
    view.data.classes.forEach(function (_, c) {
      if (c === options.a || c === options.b) return;
      out.path(E.polyline(layers.map((layer, i) => [xs[i], y(wins(layer, options.at, c))])), {
        fill: "none", stroke: theme.faint, "stroke-opacity": Math.max(0.06, Math.min(0.75, 12 / n))
      });
    });
    list.slice(1).reverse().forEach(function (one) {
      let values = layers.map((layer) => wins(layer, options.at, one.c));
      let ends = (name) => layers.map((layer) => y(E.stat(E.side(layer, options.at), name, one.c)));
      out.path(E.band(xs, ends("topShareLow"), ends("topShareHigh")), { fill: one.colour, "fill-opacity": 0.18 });
      out.path(E.polyline(values.map((v, i) => [xs[i], y(v)])), { fill: "none", stroke: one.colour, "stroke-width": 1.75 });
      if (xs.length <= 20) {
        values.forEach((v, i) => isFinite(v) && out.circle(xs[i], y(v), 2.5, { fill: one.colour }));
      }
    });
    E.layerAxis(out, box, xs, layers.map((layer) => layer.name), theme, options.layer);
    return {
      x: box.x, y: box.y, w: box.w, h: box.h,
      columns: layers.length,
      rows: n,
      cx: (i) => xs[i],
      cy: (i, j) => y(wins(layers[i], options.at, j)),
      pick: (i, j) => ({ a: j }),
      text: function (i, j) {
        let side = E.side(layers[i], options.at);
        return E.className(view, j) + ", " + layers[i].name + (layers[i].unitsAreClasses ? ": the score of " : ": unit ") + E.unitName(view, layers[i], E.stat(side, "topUnit", j)) + " wins in " +
          E.percent(wins(layers[i], options.at, j)) + " of " + E.count(E.stat(side, "images", j)) + " images";
      }
    };
  }

  function table(view, layers, options) {
    let rows = [];
    layers.forEach((layer) => [-1].concat(view.data.classes.map((_, c) => c)).forEach(function (c) {
      let side = E.side(layer, options.at);
      rows.push([layer.name, E.className(view, c), E.stat(side, "images", c)].concat(
        quantiles(layer, options.at, c, options.unit === "nats"), [E.stat(side, "topUnit", c), wins(layer, options.at, c)]));
    }));
    return { columns: ["layer", "class", "images", "entropy 5%", "25%", "median", "75%", "95%", "most frequent winner", "its share"], rows: rows };
  }

  E.figures["6"] = {
    id: "6",
    title: "Stability within a class",
    short: "Stability",
    paper: "",
    file: "stability",
    about: "The paper holds that activation settles with depth. Then single images differ less in entropy, and the same unit wins more often.",
    controls: function (view) {
      return [{ key: "unit", label: "Measured in", choices: [["normalized", E.normalizedName(view)], ["nats", "nats"]] }].concat(E.layersControl(view));
    },
    draw: function (view, options, theme, width) {
      let layers = E.curveLayers(view, options.layers);
      let list = series(view, options, theme);
      let beside = width >= 640;
      let wide = beside ? (width - 110) / 2 : width - 50;
      let high = 240;
      let foot = E.layerFoot(layers.map((layer) => layer.name), wide);
      let out = E.drawing();
      E.legend(out, 6, 12, list.map((one) => ({ colour: one.colour, text: E.fit(one.name, 120, 12) })), theme);
      let panels = [
        drawSpread(out, view, layers, list, options, { x: 40, y: 64, w: wide, h: high }, theme),
        drawWins(out, view, layers, list, options, beside ? { x: wide + 100, y: 64, w: wide, h: high } : { x: 40, y: 64 + high + foot + 56, w: wide, h: high }, theme)
      ];
      let n = view.data.classImages;
      return {
        title: "Stability within a class: " + view.model.name,
        caption: "Left: image entropy, the softmax entropy of single images. Dot: median; thick: middle half; thin: middle 90% of the images. " +
          "Right: the share of a class\u2019s images in which its most frequent winner has the largest activation; thin: the other classes; bands: 95% Wilson intervals, " +
          "which do not allow for the winner being chosen from the same images. N = " +
          E.many(view.data.images, "image") + ", " + list.slice(1).map((one) => E.count(n[one.c]) + " of " + one.name).join(", ") + ".",
        width: width,
        height: (beside ? 64 : 64 + high + foot + 56) + high + foot,
        body: out.body(),
        table: table(view, layers, options),
        panels: panels
      };
    }
  };
})();
