/* Figure 7b: images made to excite single units. */
(function () {
  function layersWith(view) {
    return view.layers.filter((layer) => layer.maximization && layer.maximization.units.length);
  }

  E.figures["7b"] = {
    id: "7b",
    title: "What excites a unit",
    short: "Maximised",
    paper: "",
    file: "activation-maximization",
    about: "Images found by gradient ascent that make a unit as active as possible.",
    lacks: (view) => (layersWith(view).length ? null : "`entroscope maximize MODEL --layer NAME --out DIR` makes them, where `DIR` holds this result."),
    controls: function (view) {
      let layers = layersWith(view);
      return layers.length > 1 ? [{ key: "layer", label: "Layer", shared: true, choices: layers.map((layer) => [layer.name, layer.name]) }] : [];
    },
    draw: function (view, options, theme, width) {
      let layers = layersWith(view);
      let layer = layers.filter((one) => one.name === options.layer)[0] || layers[0];
      let made = layer.maximization;
      let columns = Math.max(2, Math.min(8, Math.floor(width / 100)));
      let size = Math.min(104, (width - (columns - 1) * 10) / columns);
      let row = size + 40;
      let out = E.drawing();
      let corner = (k) => [(k % columns) * (size + 10), Math.floor(k / columns) * row];
      made.units.forEach(function (unit, k) {
        let at = corner(k);
        if (E.isPng(unit.png)) {
          out.image(at[0], at[1], size, size, "data:image/png;base64," + unit.png, { "image-rendering": "pixelated", preserveAspectRatio: "xMidYMid" });
        }
        out.text(at[0], at[1] + size + 14, E.fit((layer.unitsAreClasses ? "" : "unit ") + E.unitName(view, layer, unit.unit), size + 8, 12), { fill: theme.ink });
        out.text(at[0], at[1] + size + 28, E.significant(unit.activation, 3) +
          (unit.highestSeen === undefined ? "" : " (images: " + E.significant(unit.highestSeen, 3) + ")"), { fill: theme.soft });
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
          text: (i, j) => (made.units[j * columns + i] ? layer.name + ", " + E.unitName(view, layer, made.units[j * columns + i].unit) + ": activation " + E.significant(made.units[j * columns + i].activation, 3) : "")
        }]
      };
    }
  };
})();
