/* Frames of plots: axes, ticks, names of layers, labels that do not run into one another. */
(function () {
  /* A horizontal grid with the ticks' labels to its left, and the axis's name above them. */
  E.yAxis = function (out, box, scale, name, theme, options) {
    let given = options || {};
    scale.ticks(given.count || 5).forEach(function (tick) {
      let y = scale(tick[0]);
      out.line(box.x, y, box.x + box.w, y, { stroke: theme.grid, "stroke-width": 1 });
      if (!given.bare) {
        out.text(box.x - 6, y + 4, tick[1], { "text-anchor": "end", fill: theme.soft });
      }
    });
    if (name && !given.bare) {
      out.text(box.x - (given.hang === undefined ? 34 : given.hang), box.y - 10, name, { fill: theme.soft });
    }
  };

  /* Ticks and labels below a plot. */
  E.xAxis = function (out, box, scale, name, theme, options) {
    let given = options || {};
    let foot = box.y + box.h;
    out.line(box.x, foot, box.x + box.w, foot, { stroke: theme.axis });
    scale.ticks(given.count || 6).forEach(function (tick) {
      let x = scale(tick[0]);
      out.line(x, foot, x, foot + 4, { stroke: theme.axis });
      out.text(x, foot + 16, tick[1], { "text-anchor": "middle", fill: theme.soft });
    });
    if (name) {
      out.text(box.x + box.w / 2, foot + 32, name, { "text-anchor": "middle", fill: theme.soft });
    }
  };

  /* Where n things stand side by side in a box. */
  E.places = function (box, n) {
    let inset = Math.min(16, box.w / (2 * n));
    let room = box.w - 2 * inset;
    return E.range(n).map((i) => box.x + inset + (n === 1 ? room / 2 : (room * i) / (n - 1)));
  };

  let SLANT = Math.SQRT1_2;
  let LONGEST = 96;

  function widest(names) {
    return Math.max.apply(null, names.map((name) => E.textWidth(name, 12)).concat(0));
  }

  /* Whether the names fit side by side, each with so much room. */
  E.upright = (names, room) => widest(names) + 8 <= room;

  /* The room between places of so many layers side by side in a plot of this width. */
  E.layerRoom = (n, width) => (n > 1 ? (width - 2 * Math.min(16, width / (2 * n))) / (n - 1) : width);

  /* How much height the names of layers take below a plot of this width. */
  E.layerFoot = function (names, width) {
    return E.upright(names, E.layerRoom(names.length, width)) ? 24 : 24 + Math.min(LONGEST, widest(names)) * SLANT;
  };

  /* The name of a layer below a plot, slanted where it does not fit upright. */
  E.layerName = function (out, x, y, name, upright, look) {
    if (upright) {
      out.text(x, y, name, Object.assign({ "text-anchor": "middle" }, look));
      return;
    }
    let turned = { "text-anchor": "end", transform: "rotate(-45 " + E.place(x + 4) + " " + E.place(y - 4) + ")" };
    out.text(x + 4, y - 4, E.fit(name, Math.min(LONGEST, (x + 4) / SLANT), 12), Object.assign(turned, look));
  };

  /*
   * The names of layers below a plot, slanted where they do not fit side by side, and of very many
   * every so many; the chosen layer is marked, and always named.
   */
  E.layerAxis = function (out, box, xs, names, theme, chosen) {
    let foot = box.y + box.h;
    let room = xs.length > 1 ? xs[1] - xs[0] : box.w;
    let upright = E.upright(names, room);
    let every = upright ? 1 : Math.ceil(15 / room);
    let marked = names.indexOf(chosen);
    out.line(box.x, foot, box.x + box.w, foot, { stroke: theme.axis });
    if (marked >= 0) {
      let wide = Math.max(3, Math.min(14, room * 0.6));
      out.rect(xs[marked] - wide / 2, box.y, wide, box.h, { fill: theme.ink, "fill-opacity": 0.1 });
    }
    xs.forEach(function (x, i) {
      let near = marked >= 0 && i !== marked && Math.abs(i - marked) < every;
      if ((i % every === 0 && !near) || i === marked) {
        out.line(x, foot, x, foot + 4, { stroke: theme.axis });
        E.layerName(out, x, foot + 17, names[i], upright, i === marked ? { fill: theme.ink, "font-weight": "bold" } : { fill: theme.soft });
      }
    });
  };

  /*
   * Moves labels apart: each has y and, in the end, at; none nearer than the gap to another, all
   * within low and high if they fit there.
   */
  E.spread = function (labels, gap, low, high) {
    let sorted = labels.slice().sort((p, q) => p.y - q.y);
    let last = -Infinity;
    sorted.forEach(function (label) {
      label.at = Math.max(label.y, last + gap, low);
      last = label.at;
    });
    let next = high + gap;
    for (let i = sorted.length - 1; i >= 0; i--) {
      sorted[i].at = Math.min(sorted[i].at, next - gap);
      next = sorted[i].at;
    }
    return labels;
  };
})();
