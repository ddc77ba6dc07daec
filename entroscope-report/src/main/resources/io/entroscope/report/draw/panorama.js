/*
 * Patterns, curve and accuracy together, as in the paper's figures 10 to 15: for each row, a model or
 * a class, a small picture of every layer's pattern above the curve, with the accuracy at its end.
 */
(function () {
  let PICTURE = 46;
  let CURVE = 84;
  let TOP = 34;
  let BETWEEN = 14;

  /* A pattern as bars or, of many units, the largest of each column. */
  function drawPattern(out, pattern, box, most, colour, theme) {
    out.line(box.x, box.y + box.h, box.x + box.w, box.y + box.h, { stroke: theme.axis, "stroke-width": 0.75 });
    if (!pattern) {
      return;
    }
    let columns = Math.max(1, Math.min(pattern.length, Math.floor(box.w / 2)));
    let wide = box.w / columns;
    let d = "";
    E.range(columns).forEach(function (k) {
      let part = pattern.slice(Math.floor((k * pattern.length) / columns), Math.floor(((k + 1) * pattern.length) / columns));
      let high = Math.max(0.4, (box.h * E.extent(part)[1]) / most);
      let x = box.x + k * wide;
      let gap = wide > 4 ? 1 : 0;
      d += "M" + E.place(x) + " " + E.place(box.y + box.h) + "v" + E.place(-high) + "h" + E.place(wide - gap) + "v" + E.place(high) + "Z";
    });
    out.path(d, { fill: colour });
  }

  function drawCurve(out, row, xs, y) {
    let at = row.points.map((point, i) => [xs[i], point ? y(point.value) : NaN]);
    let known = at.filter((p) => isFinite(p[1]));
    let end = (k) => row.points.map((point) => y(point && point.interval ? point.interval[k] : NaN));
    let band = E.band(xs, end(0), end(1));
    if (band) {
      out.path(band, { fill: row.colour, "fill-opacity": 0.18 });
    }
    if (known.length < xs.length) {
      out.path(E.polyline(known), { fill: "none", stroke: row.colour, "stroke-width": 1, "stroke-dasharray": "1 4" });
    }
    out.path(E.polyline(at), { fill: "none", stroke: row.colour, "stroke-width": 2, "stroke-dasharray": row.dash });
    known.forEach((p) => out.circle(p[0], p[1], 3, { fill: row.colour }));
    return known;
  }

  /*
   * Draws the rows, each {name, accuracy, colour, points: [{value, interval, pattern} or undefined]},
   * over the columns named; gives the height and what can be pointed at.
   */
  E.panorama = function (out, columns, rows, yName, theme, width, chosen) {
    let left = 44;
    let right = 96;
    let box = { x: left, w: width - left - right, h: CURVE };
    let xs = E.places(Object.assign({ y: 0 }, box), columns.length);
    let room = E.layerRoom(columns.length, box.w);
    let wide = Math.min(240, room - 12, columns.length > 1 ? Infinity : box.w);
    let values = rows.reduce((list, row) => list.concat(row.points.filter((p) => p).map((p) => p.value)), []);
    /* The patterns of a layer are on one axis in all rows. */
    let most = columns.map((_, i) => E.extent(rows.map((row) => (row.points[i] && row.points[i].pattern ? E.extent(row.points[i].pattern)[1] : 0)))[1] || 1);
    let foot = E.layerFoot(columns, box.w);
    let shown = wide >= 14;
    let step = TOP + (shown ? PICTURE + 12 : 0) + CURVE + foot + BETWEEN;
    let panels = rows.map(function (row, r) {
      let top = r * step;
      let own = Object.assign({}, box, { y: top + TOP + (shown ? PICTURE + 12 : 0) });
      let y = E.niceLinear(E.extent(values)[0], E.extent(values)[1], 3, own.y + own.h, own.y);
      out.text(0, top + 14, E.fit(row.name, width - 10, 14), { "font-weight": "bold", "font-size": 13, fill: theme.ink });
      if (shown) {
        row.points.forEach((point, i) => point && drawPattern(out, point.pattern, { x: Math.max(0, Math.min(width - wide, xs[i] - wide / 2)), y: top + TOP - 10, w: wide, h: PICTURE }, most[i], row.colour, theme));
      }
      E.yAxis(out, own, y, "", theme, { count: 3 });
      out.text(0, own.y - 11, yName, { fill: theme.soft });
      let known = drawCurve(out, row, xs, y);
      let last = known[known.length - 1];
      if (last && row.accuracy !== undefined) {
        out.text(own.x + own.w + 8, Math.min(own.y + own.h - 12, last[1] + 4), row.accuracyName, { fill: theme.soft });
        out.text(own.x + own.w + 8, Math.min(own.y + own.h - 12, last[1] + 4) + 16, E.fixed(row.accuracy, 4), { fill: theme.ink, "font-weight": "bold" });
      }
      E.layerAxis(out, own, xs, columns, theme, chosen);
      return {
        x: own.x, y: own.y, w: own.w, h: own.h,
        columns: columns.length, rows: 1,
        cx: (i) => xs[i],
        cy: (i) => (row.points[i] ? y(row.points[i].value) : NaN),
        text: (i) => row.name + ", " + columns[i] + ": " + (row.points[i] ? E.fixed(row.points[i].value, 4) : "has no such layer")
      };
    });
    return { height: rows.length * step - BETWEEN, panels: panels };
  };
})();
