/* Figure 4: what each channel of the convolutions makes of one image. */
(function () {
  let MOST = 64;

  function layersWithMaps(view) {
    return view.layers.filter((layer) => layer.featureMaps && layer.featureMaps.length);
  }

  function sampleChoices(view) {
    let seen = {};
    layersWithMaps(view).forEach((layer) => layer.featureMaps.forEach((map) => (seen[map.sample] = true)));
    return Object.keys(seen).map(Number).sort((p, q) => p - q).map(function (s) {
      let sample = view.samples[s];
      let wrong = E.mistake(view, sample);
      return [String(s), E.className(view, sample.label) + ": image " + E.count(sample.position) + (wrong && ", " + wrong), sample.label];
    });
  }

  /* The image of the class chosen for the whole page, unless one is chosen here. */
  function chosenSample(view, options) {
    let choices = sampleChoices(view);
    let own = choices.filter((choice) => choice[2] === options.a)[0];
    return Number(options.sample === undefined || options.sample === "class" ? (own || choices[0])[0] : E.pick(choices, options.sample));
  }

  /* One channel as shades of grey: from its own least value to its greatest, or the layer's. */
  function shades(map, pixels, channel, common) {
    let size = map.width * map.height;
    let lows = E.numbers(map.low);
    let highs = E.numbers(map.high);
    let low = common ? E.extent(lows)[0] : lows[channel];
    let high = common ? E.extent(highs)[1] : highs[channel];
    let out = new Uint8Array(size);
    for (let i = 0; i < size; i++) {
      let value = lows[channel] + ((highs[channel] - lows[channel]) * pixels[channel * size + i]) / 255;
      out[i] = high > low ? Math.round((255 * (value - low)) / (high - low)) : 0;
    }
    return out;
  }

  function drawLayer(out, layer, map, options, box, theme) {
    let shown = Math.min(layer.units, options.many === "all" ? layer.units : MOST);
    let aspect = map.height / map.width;
    let columns = Math.max(4, Math.min(shown, Math.floor(box.w / (shown > 16 ? 42 : 56))));
    let rows = Math.ceil(shown / columns);
    columns = Math.ceil(shown / rows);
    let wide = Math.min(64, (box.w - (columns - 1) * 3) / columns);
    let high = wide * aspect;
    let pixels = E.bytes(map.pixels);
    let note = E.many(layer.units, "map") + ", kept at " + map.height + " \u00d7 " + map.width +
      (shown < layer.units ? "; the first " + shown + " are shown" : "");
    out.text(box.x, box.y + 11, layer.name, { "font-weight": "bold", "font-size": 13, fill: theme.ink });
    out.text(box.x + E.textWidth(layer.name, 14) + 6, box.y + 11, note, { fill: theme.soft });
    E.range(shown).forEach(function (c) {
      let href = E.png(map.width, map.height, shades(map, pixels, c, options.contrast === "common"));
      out.image(box.x + (c % columns) * (wide + 3), box.y + 20 + Math.floor(c / columns) * (high + 3), wide, high, href, {
        "image-rendering": "pixelated"
      });
    });
    return { height: 20 + rows * (high + 3) + 18, columns: columns, rows: rows, wide: wide, high: high, shown: shown };
  }

  function panel(layer, map, box, laid) {
    let lows = E.numbers(map.low);
    let highs = E.numbers(map.high);
    return {
      x: box.x, y: box.y + 20, w: laid.columns * (laid.wide + 3), h: laid.rows * (laid.high + 3),
      columns: laid.columns,
      rows: laid.rows,
      cell: [laid.wide, laid.high],
      cx: (i) => box.x + i * (laid.wide + 3) + laid.wide / 2,
      cy: (i, j) => box.y + 20 + j * (laid.high + 3) + laid.high / 2,
      text: function (i, j) {
        let c = j * laid.columns + i;
        return c < laid.shown
          ? layer.name + ", channel " + c + ": values from " + E.significant(lows[c], 3) + " to " + E.significant(highs[c], 3)
          : "";
      }
    };
  }

  function drawImage(out, view, s, x, y, size, theme) {
    let sample = view.samples[s];
    let known = E.samplePicture(out, view, s, x, y, size);
    let lines = [
      known ? "" : "(image not kept)",
      "class " + E.className(view, sample.label),
      sample.predicted === undefined ? "" : E.mistake(view, sample) || "recognised"
    ];
    lines.forEach((line, i) => out.text(x, y + (known ? size : 0) + 3 + i * 14, E.fit(line, size + 20, 12), { fill: i === 1 ? theme.ink : theme.soft }));
  }

  function table(view, layers, s) {
    let rows = [];
    layers.forEach(function (layer) {
      let map = layer.featureMaps.filter((m) => m.sample === s)[0];
      let pixels = E.bytes(map.pixels);
      let size = map.width * map.height;
      E.range(layer.units).forEach(function (c) {
        let low = E.numbers(map.low)[c];
        let high = E.numbers(map.high)[c];
        let sum = 0;
        for (let i = 0; i < size; i++) sum += pixels[c * size + i];
        rows.push([layer.name, c, low, low + ((high - low) * sum) / (255 * size), high]);
      });
    });
    return { columns: ["layer", "channel", "least", "mean", "greatest"], rows: rows };
  }

  E.figures["4"] = {
    id: "4",
    title: "Feature maps",
    short: "Maps",
    paper: "figures 2 and 3",
    file: "feature-maps",
    about: "What the convolutions make of one image: the deeper, the less of the image is left to see.",
    lacks: (view) => (layersWithMaps(view).length ? null : "`entroscope analyze \u2026 --layers all --feature-maps 1` keeps those of one image of each class."),
    controls: function (view) {
      return [
        { key: "sample", label: "Image", choices: [["class", "of the class chosen above"]].concat(sampleChoices(view)) },
        { key: "contrast", label: "Brightness", choices: [["own", "each map\u2019s own range"], ["common", "the layer\u2019s range"]] },
        { key: "many", label: "Maps", choices: [["first", "the first 64"], ["all", "all"]] }
      ];
    },
    draw: function (view, options, theme, width) {
      let layers = layersWithMaps(view);
      let s = chosenSample(view, options);
      layers = layers.filter((layer) => layer.featureMaps.some((m) => m.sample === s));
      let one = layers.filter((layer) => layer.name === options.layer);
      layers = one.length ? one : layers;
      let out = E.drawing();
      let beside = width >= 560;
      let size = beside ? 112 : 84;
      drawImage(out, view, s, 0, 20, size, theme);
      let box = { x: beside ? size + 40 : 0, y: beside ? 0 : size + 66, w: beside ? width - size - 40 : width };
      let panels = layers.map(function (layer) {
        let map = layer.featureMaps.filter((m) => m.sample === s)[0];
        let laid = drawLayer(out, layer, map, options, box, theme);
        let hit = panel(layer, map, Object.assign({}, box), laid);
        box.y += laid.height;
        return hit;
      });
      let sample = view.samples[s];
      return {
        title: "Feature maps: " + view.model.name,
        caption: "One image (N = 1): number " + E.count(sample.position) + " of the split, class " + E.className(view, sample.label) +
          ". Black is " + (options.contrast === "common" ? "the least value in the layer, white the greatest." : "each map\u2019s least value, white its greatest: maps cannot be compared in brightness."),
        width: width,
        height: Math.max(box.y, size + 60),
        body: out.body(),
        table: table(view, layers, s),
        panels: panels
      };
    }
  };
})();
