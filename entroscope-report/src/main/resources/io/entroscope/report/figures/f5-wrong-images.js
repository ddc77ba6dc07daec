/* Figure 5b: the images that the model is most wrong about, by the layer at which they part from their class. */
(function () {
  let CARD = { w: 176, h: 176, gap: 14 };
  let PICTURE = 72;
  let MOST = { some: 24, all: 120 };

  /* The layer at which an image parts: where its pattern turns to the wrong class or, where that is
     not known, where its entropy is farthest from that of its class. */
  function partsAt(view, image, layers) {
    if (image.turns !== undefined) {
      return { layer: image.turns, far: NaN };
    }
    let apart = E.numbers(image.apart);
    let best = { layer: null, far: 0 };
    layers.forEach(function (layer) {
      let far = apart[view.layers.indexOf(layer)];
      if (Math.abs(far) > Math.abs(best.far)) {
        best = { layer: layer.name, far: far };
      }
    });
    return best;
  }

  /* Its picture, of its own or as a sample. */
  function pictureOf(view, image) {
    return image.sample === undefined ? image.png : view.samples[image.sample].png;
  }

  function hasPicture(view, image) {
    return E.isPng(pictureOf(view, image));
  }

  /* What is shown, in order. */
  function chosen(view, options, layers) {
    let names = layers.map((layer) => layer.name);
    let list = view.wrong.list.map((image, place) => ({ image: image, parts: partsAt(view, image, layers), place: place }));
    if (options.whose === "class") {
      list = list.filter((one) => one.image.label === options.a);
    }
    if (view.layers.some((layer) => layer.name === options.layer)) {
      list = list.filter((one) => one.parts.layer === options.layer);
    }
    list.forEach(function (one) {
      one.depth = one.parts.layer === null ? names.length : names.indexOf(one.parts.layer);
      one.unseen = hasPicture(view, one.image) ? 0 : 1;
      one.sure = one.image.confidence === undefined ? 0 : one.image.confidence;
    });
    list.sort((p, q) => (options.order === "sure" ? q.sure - p.sure : p.depth - q.depth || p.unseen - q.unseen || q.sure - p.sure) || p.place - q.place);
    return { list: list.slice(0, MOST[options.many]), found: list.length };
  }

  /* How far its entropy is from that of its class, layer by layer, as bars about zero. */
  function drawApart(out, view, one, layers, x, y, theme) {
    let apart = E.numbers(one.image.apart);
    let values = layers.map((layer) => apart[view.layers.indexOf(layer)]);
    let known = values.filter(isFinite).map(Math.abs);
    if (!known.length) {
      return;
    }
    let most = Math.max(2, E.extent(known)[1]);
    let wide = Math.min(16, CARD.w / layers.length);
    out.line(x, y + 18, x + wide * layers.length, y + 18, { stroke: theme.axis, "stroke-width": 0.75 });
    values.forEach(function (v, i) {
      if (isFinite(v)) {
        let high = (16 * Math.abs(v)) / most;
        let marked = layers[i].name === one.parts.layer;
        out.rect(x + i * wide + 1, v > 0 ? y + 18 - high : y + 18, Math.max(1, wide - 2), Math.max(0.5, high), { fill: marked ? theme.rise : theme.faint });
      }
    });
  }

  function where(view, one) {
    if (one.image.turns !== undefined) {
      return "nearer to " + E.className(view, one.image.predicted) + " from " + one.image.turns + " on";
    }
    return one.parts.layer === null ? "not known where" : "apart at " + one.parts.layer + " (" + E.signed(one.parts.far, 1) + " sd)";
  }

  function nameOf(view, image) {
    let name = image.sample === undefined ? image.name : view.samples[image.sample].name;
    return name === undefined ? "image " + E.count(image.position) : name;
  }

  function drawCard(out, view, one, layers, x, y, theme) {
    let image = one.image;
    let beside = x;
    if (hasPicture(view, image)) {
      E.picture(out, pictureOf(view, image), x, y, PICTURE);
      beside = x + PICTURE + 8;
    }
    let room = x + CARD.w - beside;
    let lines = [
      [E.className(view, image.label), theme.ink, "bold"],
      ["taken for", theme.soft],
      [E.className(view, image.predicted), theme.ink, "bold"],
      [image.confidence === undefined ? "" : E.percent(image.confidence) + " sure", theme.soft]
    ];
    lines.forEach((line, i) => out.text(beside, y + 13 + i * 17, E.fit(line[0], room, line[2] ? 13 : 12), { fill: line[1], "font-weight": line[2] }));
    out.text(x, y + PICTURE + 18, E.fit(where(view, one), CARD.w, 12), { fill: theme.rise });
    out.text(x, y + PICTURE + 34, E.fit(nameOf(view, image), CARD.w, 12), { fill: theme.soft });
    drawApart(out, view, one, layers, x, y + PICTURE + 42, theme);
  }

  /* A text of one card, for the pointer and the keyboard. */
  function textOf(view, one, layers) {
    let apart = E.numbers(one.image.apart);
    let known = layers.map((layer) => [layer.name, apart[view.layers.indexOf(layer)]]).filter((pair) => isFinite(pair[1]));
    return nameOf(view, one.image) + ": " + E.className(view, one.image.label) + " taken for " + E.className(view, one.image.predicted) +
      (one.image.confidence === undefined ? "" : ", " + E.percent(one.image.confidence) + " sure") + "; " + where(view, one) +
      (known.length ? "; entropy, in standard deviations from its class: " + known.map((pair) => pair[0] + " " + E.signed(pair[1], 1)).join(", ") : "");
  }

  function table(view, list, layers) {
    return {
      columns: ["image", "position", "class", "taken for", "confidence", "turns at", "farthest apart at"].concat(layers.map((layer) => "apart at " + layer.name)),
      rows: list.map(function (one) {
        let apart = E.numbers(one.image.apart);
        return [nameOf(view, one.image), one.image.position, E.className(view, one.image.label), E.className(view, one.image.predicted), one.image.confidence,
          one.image.turns || "", one.image.turns === undefined ? one.parts.layer || "" : ""].concat(layers.map((layer) => apart[view.layers.indexOf(layer)]));
      })
    };
  }

  E.figures["5b"] = {
    id: "5b",
    title: "Images that the model is most wrong about",
    short: "Errors",
    paper: "",
    file: "wrong-images",
    about: "The surest mistakes, by the layer at which each image parts from its class. Choose a layer, here or in the network, to see only those that part there.",
    lacks: (view) => (view.wrong ? null : "there is none among the images whose predictions the result keeps; results of older versions keep those of the sample images alone."),
    controls: function (view) {
      return [
        { key: "order", label: "Order", choices: [["layer", "by layer, pictures first"], ["sure", "surest first"]] },
        { key: "whose", label: "Of", choices: [["all", "all classes"], ["class", "the first class chosen"]] }
      ].concat(view.wrong && view.wrong.list.length > MOST.some ? [{ key: "many", label: "Images", choices: [["some", "the first " + MOST.some], ["all", "all " + Math.min(MOST.all, view.wrong.list.length)]] }] : []);
    },
    draw: function (view, options, theme, width) {
      let layers = E.curveLayers(view, "all");
      let shown = chosen(view, Object.assign({ many: "some" }, options), layers);
      let list = shown.list;
      let columns = Math.max(1, Math.floor((width + CARD.gap) / (CARD.w + CARD.gap)));
      let rows = Math.max(1, Math.ceil(list.length / columns));
      let out = E.drawing();
      let place = (k) => [(k % columns) * (CARD.w + CARD.gap), Math.floor(k / columns) * (CARD.h + 6)];
      list.forEach((one, k) => drawCard(out, view, one, layers, place(k)[0], place(k)[1], theme));
      if (!list.length) {
        out.text(0, 20, "None of those kept parts from its class there.", { fill: theme.soft });
      }
      let pictures = list.filter((one) => hasPicture(view, one.image)).length;
      return {
        title: "Images that the model is most wrong about: " + view.model.name,
        caption: E.count(list.length) + " of " + E.many(view.wrong.count, "image") + " that the model takes for another class (N = " + E.count(view.data.images) + "), " +
          E.count(pictures) + " with a picture: the result keeps those of its surest mistakes and of its samples (--samples). " +
          "\u201cNearer\u201d: the first layer from which on the image\u2019s activation pattern is nearer (by Hellinger\u2019s distance) to that of the class it is taken for; known of samples. " +
          "Bars: by layer, how far its image entropy is from the mean of the recognised images of its class, in their standard deviations. That they part at a layer does not show that the layer is to blame.",
        width: width,
        height: rows * (CARD.h + 6) - 6,
        body: out.body(),
        table: table(view, list, layers),
        panels: list.length ? [{
          x: 0, y: 0, w: columns * (CARD.w + CARD.gap), h: rows * (CARD.h + 6),
          columns: columns, rows: rows, cell: [CARD.w + 6, CARD.h],
          cx: (i) => i * (CARD.w + CARD.gap) + CARD.w / 2,
          cy: (i, j) => (list[j * columns + i] ? j * (CARD.h + 6) + CARD.h / 2 : NaN),
          pick: function (i, j) {
            let one = list[j * columns + i];
            return one ? { a: one.image.label, b: one.image.predicted < view.data.classes.length ? one.image.predicted : -1 } : null;
          },
          text: (i, j) => (list[j * columns + i] ? textOf(view, list[j * columns + i], layers) : "")
        }] : []
      };
    }
  };
})();
