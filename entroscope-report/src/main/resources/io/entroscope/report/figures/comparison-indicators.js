/* What others judge layers by, of several results: a panel for each quantity, a line for each result. */
(function () {
  function lines() {
    return E.indicatorPanels.reduce((list, panel) => list.concat(panel.lines.map((line) => ({
      title: panel.lines.length > 1 ? panel.title + ": " + line[1] : panel.title, axis: panel.axis, name: line[0], byUnits: line[2], meaning: panel.meaning
    }))), []);
  }

  function value(point, line) {
    let number = point && point.indicators ? point.indicators[line.name] : undefined;
    return number === undefined ? NaN : line.byUnits ? number / point.units : number;
  }

  function known(view) {
    return lines().filter((line) => view.results.some((one) => one.curve.some((point) => isFinite(value(point, line)))));
  }

  function drawPanel(out, view, line, box, theme) {
    let looks = E.resultLooks(view, theme);
    let rows = view.results.map((_, r) => E.resultPoints(view, r).map((point) => value(point, line)));
    let reach = E.extent(rows.reduce((list, row) => list.concat(row), []).filter(isFinite));
    let y = E.niceLinear(Math.min(0, reach[0]), reach[1], 3, box.y + box.h, box.y);
    let labels = view.columns.map((column) => column.label);
    let xs = E.places(box, labels.length);
    out.text(box.x - 38, box.y - 28, E.fit(line.title, box.w + 44, 14), { "font-weight": "bold", "font-size": 13, fill: theme.ink });
    E.yAxis(out, box, y, line.axis, theme, { count: 3, hang: 38 });
    rows.forEach(function (row, r) {
      out.path(E.polyline(row.map((v, i) => [xs[i], y(v)])), { fill: "none", stroke: looks[r].colour, "stroke-width": 1.75, "stroke-dasharray": looks[r].dash });
      row.forEach((v, i) => isFinite(v) && out.circle(xs[i], y(v), 2.5, { fill: looks[r].colour }));
    });
    E.layerAxis(out, box, xs, labels, theme);
    return {
      x: box.x, y: box.y, w: box.w, h: box.h,
      columns: labels.length, rows: rows.length,
      cx: (i) => xs[i],
      cy: (i, j) => y(rows[j][i]),
      text: (i, j) => view.results[j].name + ", " + labels[i] + ", " + line.title + ": " + (isFinite(rows[j][i]) ? E.significant(rows[j][i], 3) : "not known")
    };
  }

  E.comparisons["5"] = {
    id: "5",
    title: "Other readings of the layers",
    short: "Indicators",
    paper: "",
    file: "compared-indicators",
    about: "What others judge layers by, side by side; what high and low mean is said in each result\u2019s own page.",
    lacks: (view) => (known(view).length ? null : "`entroscope analyze \u2026 --indicators` finds them, in each of the results."),
    controls: function () {
      return [];
    },
    draw: function (view, options, theme, width) {
      let list = known(view);
      let out = E.drawing();
      let foot = E.layerFoot(view.columns.map((column) => column.label), width / Math.max(1, Math.floor(width / 290)) - 58);
      let grid = E.grid(list.length, width, 290, 110, { left: 44, right: 14, top: 52, bottom: foot });
      let looks = E.resultLooks(view, theme);
      let x = 6;
      let top = 12;
      view.results.forEach(function (one, r) {
        let entry = { colour: looks[r].colour, dash: looks[r].dash || "16 0", text: E.fit(one.name, 180, 12) };
        if (x + E.textWidth(entry.text, 12) + 40 > width && x > 6) {
          x = 6;
          top += 18;
        }
        x = E.legend(out, x, top, [entry], theme);
      });
      grid.boxes.forEach((box) => (box.y += top));
      let panels = list.map((line, k) => drawPanel(out, view, line, grid.boxes[k], theme));
      let rows = [];
      view.results.forEach((one, r) => E.resultPoints(view, r).forEach((point, i) => point && rows.push([one.name, view.columns[i].label].concat(list.map((line) => value(point, line))))));
      return {
        title: "Other readings of the layers: " + view.results.length + " results",
        caption: "A line for each result; a gap where it lacks a layer or the number. No uncertainty is shown. " + view.results.map((one) => one.name + ": N = " + E.count(one.images)).join(", ") + ".",
        width: width,
        height: grid.height + top,
        body: out.body(),
        table: { columns: ["result", "layer"].concat(list.map((line) => line.title)), rows: rows },
        panels: panels
      };
    }
  };
})();
