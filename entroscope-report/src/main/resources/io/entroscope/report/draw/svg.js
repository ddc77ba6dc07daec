/* An SVG picture being drawn: marks are appended, text is escaped here and nowhere else. */
(function () {
  E.FONT = "'Helvetica Neue',Helvetica,Arial,'Liberation Sans',sans-serif";

  function place(x) {
    return String(Math.round(x * 100) / 100);
  }
  E.place = place;

  function attributes(given) {
    let text = "";
    Object.keys(given || {}).forEach(function (key) {
      let value = given[key];
      if (value !== undefined && value !== null) {
        text += " " + key + '="' + (typeof value === "number" ? place(value) : E.escape(value)) + '"';
      }
    });
    return text;
  }

  E.drawing = function () {
    let parts = [];
    let self = {
      add: function (name, given) {
        parts.push("<" + name + attributes(given) + "/>");
      },
      line: function (x1, y1, x2, y2, given) {
        self.add("line", Object.assign({ x1: x1, y1: y1, x2: x2, y2: y2 }, given));
      },
      rect: function (x, y, w, h, given) {
        self.add("rect", Object.assign({ x: x, y: y, width: w, height: h }, given));
      },
      circle: function (x, y, r, given) {
        self.add("circle", Object.assign({ cx: x, cy: y, r: r }, given));
      },
      path: function (d, given) {
        self.add("path", Object.assign({ d: d }, given));
      },
      image: function (x, y, w, h, href, given) {
        let size = { x: x, y: y, width: w, height: h, preserveAspectRatio: "none" };
        self.add("image", Object.assign(size, { href: href }, given));
      },
      text: function (x, y, text, given) {
        let all = Object.assign({ x: x, y: y }, given);
        parts.push("<text" + attributes(all) + ">" + E.escape(text) + "</text>");
      },
      open: function (given) {
        parts.push("<g" + attributes(given) + ">");
      },
      /* What follows, until it is closed, is seen in this box alone. The name is unique in a figure. */
      clip: function (box, name) {
        parts.push('<clipPath id="clip-' + E.escape(name) + '"><rect' + attributes({ x: box.x - 6, y: box.y - 6, width: box.w + 12, height: box.h + 12 }) + "/></clipPath>");
        self.open({ "clip-path": "url(#clip-" + name + ")" });
      },
      close: function () {
        parts.push("</g>");
      },
      body: function () {
        return parts.join("\n");
      }
    };
    return self;
  };

  /* The path through points; a point without a place is a gap. */
  E.polyline = function (points) {
    let d = "";
    let pen = "M";
    points.forEach(function (p) {
      if (!isFinite(p[0]) || !isFinite(p[1])) {
        pen = "M";
        return;
      }
      d += pen + place(p[0]) + " " + place(p[1]);
      pen = "L";
    });
    return d;
  };

  /* The area between two lines over the same places; stretches without numbers are left out. */
  E.band = function (xs, lows, highs) {
    let d = "";
    let i = 0;
    while (i < xs.length) {
      let run = [];
      while (i < xs.length && isFinite(lows[i]) && isFinite(highs[i])) {
        run.push(i++);
      }
      if (run.length > 1) {
        let back = run.slice().reverse();
        d += E.polyline(run.map((k) => [xs[k], highs[k]]));
        d += E.polyline(back.map((k) => [xs[k], lows[k]])).replace("M", "L") + "Z";
      }
      i++;
    }
    return d;
  };

  /*
   * A whole SVG document: title and caption around the drawing if wanted, so that a picture taken
   * out of the page still says what it shows.
   */
  E.document = function (drawn, theme, framed) {
    let pad = framed ? 16 : 0;
    let width = drawn.width + 2 * pad;
    let title = framed ? E.wrap(drawn.title, drawn.width, 16) : [];
    let caption = framed ? E.wrap(drawn.caption, drawn.width, 12) : [];
    let top = pad + title.length * 21 + (framed ? 4 : 0);
    let below = caption.length * 16 + (framed ? 10 : 0);
    let height = Math.ceil(top + drawn.height + below + pad);
    let out = E.drawing();
    if (framed) {
      out.rect(0, 0, width, height, { fill: theme.paper });
    }
    title.forEach((line, i) =>
      out.text(pad, pad + 14 + i * 21, line, { "font-size": 16, "font-weight": "bold", fill: theme.ink })
    );
    caption.forEach((line, i) =>
      out.text(pad, top + drawn.height + 20 + i * 16, line, { fill: theme.soft })
    );
    return (
      '<svg xmlns="http://www.w3.org/2000/svg" width="' + place(width) + '" height="' + place(height) +
      '" viewBox="0 0 ' + place(width) + " " + place(height) +
      '" role="img" font-family="' + E.FONT + '" font-size="12">\n' +
      "<title>" + E.escape(drawn.title) + "</title>\n" + (framed ? "<desc>" + E.escape(drawn.caption) + "</desc>\n" : "") +
      out.body() + (out.body() ? "\n" : "") +
      (framed ? '<g transform="translate(' + pad + " " + place(top) + ')">\n' : "") +
      drawn.body + (framed ? "\n</g>" : "") + "\n</svg>\n"
    );
  };
})();
