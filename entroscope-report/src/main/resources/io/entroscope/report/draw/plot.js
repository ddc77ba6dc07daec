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

  /*
   * The names of layers below a plot: upright where they fit, otherwise every so many of them by
   * their number.
   */
  E.layerAxis = function (out, box, xs, names, theme) {
    let foot = box.y + box.h;
    let room = xs.length > 1 ? xs[1] - xs[0] : box.w;
    let widest = Math.max.apply(null, names.map((name) => E.textWidth(name, 11)));
    let fits = widest + 8 <= room || (room > 44 && xs.length <= 12);
    let every = fits ? 1 : Math.ceil(26 / room);
    out.line(box.x, foot, box.x + box.w, foot, { stroke: theme.axis });
    xs.forEach(function (x, i) {
      if (i % every === 0) {
        let text = fits ? E.fit(names[i], room - 6, 11) : String(i + 1);
        out.line(x, foot, x, foot + 4, { stroke: theme.axis });
        out.text(x, foot + 16, text, { "text-anchor": "middle", fill: theme.soft });
      }
    });
    let title = fits ? "layer, in order of depth" : "layer, numbered in order of depth";
    out.text(box.x + box.w / 2, foot + 32, title, { "text-anchor": "middle", fill: theme.soft });
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

  /* What a figure gives that the result has no numbers for: how to get them. */
  E.nothing = (text) => ({ caption: text, empty: true });
})();
