/* Several small plots side by side, and legends. */
(function () {
  /* The layers to show when there is room for so many: the first, the last, and some between. */
  E.spaced = function (list, most) {
    if (list.length <= most) {
      return list;
    }
    return E.range(most).map((i) => list[Math.round((i * (list.length - 1)) / (most - 1))]);
  };

  /* Boxes for n plots in as many columns as the width allows, with room for axes around each. */
  E.grid = function (n, width, least, high, margin) {
    let most = Math.max(1, Math.min(n, Math.floor(width / least)));
    /* No row is much emptier than the others. */
    let columns = Math.ceil(n / Math.ceil(n / most));
    let cell = width / columns;
    let row = high + margin.top + margin.bottom;
    return {
      boxes: E.range(n).map((i) => ({
        x: (i % columns) * cell + margin.left,
        y: Math.floor(i / columns) * row + margin.top,
        w: cell - margin.left - margin.right,
        h: high
      })),
      height: Math.ceil(n / columns) * row
    };
  };

  /* The names of the two classes beside their colours; gives back how far it reached. */
  E.legend = function (out, x, y, entries, theme) {
    entries.forEach(function (entry) {
      if (entry.dash) {
        out.line(x, y - 4, x + 16, y - 4, { stroke: entry.colour, "stroke-width": 3, "stroke-dasharray": entry.dash === true ? "5 3" : entry.dash });
      } else {
        out.rect(x, y - 9, 16, 10, { fill: entry.colour, "fill-opacity": entry.opacity });
      }
      out.text(x + 21, y, entry.text, { fill: theme.ink });
      x += 21 + E.textWidth(entry.text, 12) + 18;
    });
    return x;
  };

  /* The two chosen classes that exist, A first: [class, colour, key]. */
  E.chosen = function (view, options, theme) {
    let list = [];
    if (view.data.classes[options.a] !== undefined) {
      list.push({ c: options.a, colour: theme.a, key: "a" });
    }
    if (view.data.classes[options.b] !== undefined && options.b !== options.a) {
      list.push({ c: options.b, colour: theme.b, key: "b" });
    }
    return list;
  };

  /* A colour bar with its ends and middle labelled. */
  E.colourBar = function (out, x, y, width, low, high, text, decimals, theme) {
    let steps = 48;
    E.range(steps).forEach((i) =>
      out.rect(x + (i * width) / steps, y, width / steps + 0.3, 8, { fill: E.rampColour(theme, i / (steps - 1)) })
    );
    out.text(x, y + 20, E.fixed(low, decimals), { fill: theme.soft });
    out.text(x + width, y + 20, E.fixed(high, decimals), { "text-anchor": "end", fill: theme.soft });
    out.text(x, y - 5, text, { fill: theme.soft });
  };
})();
