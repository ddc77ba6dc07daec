"use strict";
/*
 * The drawing code of all figures. It runs in two places: in the page, and in Rhino for the static
 * files. So it touches no DOM, and keeps to what both understand: no classes, no const, no spread
 * of arguments, no rest parameters in arrow functions.
 */
var E = { figures: {} };

(function () {
  /*
   * Text as XML or HTML text: markup, control characters, lone surrogates and characters that show
   * what follows them in another order never get through.
   */
  E.escape = function (text) {
    return String(text)
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g, "\ufffd")
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])/g, "\ufffd")
      .replace(/(^|[^\ud800-\udbff])[\udc00-\udfff]/g, "$1\ufffd")
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/"/g, "&quot;")
      .replace(/'/g, "&#39;");
  };

  /* Widths of ASCII 32 to 126 in thousandths of the size: Arial, Helvetica, Liberation Sans. */
  let WIDTHS = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 " +
    "556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 " +
    "722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 " +
    "556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 " +
    "260 334 584"
  ).split(" ").map(Number);

  E.textWidth = function (text, size) {
    let sum = 0;
    for (let i = 0; i < text.length; i++) {
      let code = text.charCodeAt(i);
      sum += code >= 32 && code < 127 ? WIDTHS[code - 32] : code < 0x2e80 ? 600 : 1000;
    }
    return (sum * size) / 1000;
  };

  /* The text, cut with an ellipsis if it is wider than there is room. */
  E.fit = function (text, room, size) {
    if (E.textWidth(text, size) <= room) {
      return text;
    }
    let points = Array.from(text);
    while (points.length > 1 && E.textWidth(points.join("") + "\u2026", size) > room) {
      points.pop();
    }
    return points.join("") + "\u2026";
  };

  /* The text in lines no wider than the room. */
  E.wrap = function (text, room, size) {
    let lines = [];
    let line = "";
    text.split(" ").forEach(function (word) {
      let longer = line ? line + " " + word : word;
      if (line && E.textWidth(longer, size) > room) {
        lines.push(E.fit(line, room, size));
        line = word;
      } else {
        line = longer;
      }
    });
    if (line) {
      lines.push(E.fit(line, room, size));
    }
    return lines;
  };

  E.range = function (n) {
    let list = [];
    for (let i = 0; i < n; i++) {
      list.push(i);
    }
    return list;
  };

  E.extent = function (values) {
    let low = Infinity;
    let high = -Infinity;
    for (let i = 0; i < values.length; i++) {
      if (values[i] < low) low = values[i];
      if (values[i] > high) high = values[i];
    }
    return [low, high];
  };

  /* What a figure's controls are set to: what is given, where it fits, and the first choice. */
  E.complete = function (view, figure, given) {
    let options = Object.assign({}, E.initial(view), given);
    for (let round = 0; round < 2; round++) {
      figure.controls(view, options).forEach(function (control) {
        if (control.choices) {
          options[control.key] = E.pick(control.choices, options[control.key]);
        }
      });
    }
    return options;
  };

  /* The figures in order of their numbers: 1, 2, ... 7a, 7b, 8. */
  E.inOrder = function (figures) {
    return Object.keys(figures)
      .sort((p, q) => parseInt(p, 10) - parseInt(q, 10) || (p < q ? -1 : 1))
      .map((id) => figures[id]);
  };

  /* How to get what a figure shows and the view has no numbers for; null if it has. */
  E.lacks = (view, figure) => (figure.lacks ? figure.lacks(view) : null);

  /* A figure as files, for whoever has no browser: an SVG with title and caption (bare: without), and its numbers. */
  E.files = function (view, id, given, theme, width, bare) {
    let figure = (view.kind === "comparison" ? E.comparisons : E.figures)[id];
    if (E.lacks(view, figure)) {
      return null;
    }
    let drawn = figure.draw(view, E.complete(view, figure, given), E.themes[theme], width);
    return { svg: E.document(drawn, E.themes[theme], !bare), csv: E.csv(drawn.table) };
  };

  /* What matches the name in a list of [name, ...] choices, or the first. */
  E.pick = function (choices, value) {
    return choices.some((choice) => choice[0] === value) ? value : choices[0][0];
  };
})();
