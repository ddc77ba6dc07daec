/*
 * The view of a result that the page carries: scalars as they are, long rows of numbers packed in
 * base64: little-endian floats ("f:", a NaN standing for "not there") or whole numbers of varying
 * length ("v:").
 */
(function () {
  let CODES = {};
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".split("").forEach(function (c, i) {
    CODES[c.charCodeAt(0)] = i;
  });

  function bytes(text) {
    let length = Math.floor((text.replace(/=+$/, "").length * 3) / 4);
    let out = new Uint8Array(length);
    let at = 0;
    for (let i = 0; i < text.length; i += 4) {
      let word =
        (CODES[text.charCodeAt(i)] << 18) |
        (CODES[text.charCodeAt(i + 1)] << 12) |
        ((CODES[text.charCodeAt(i + 2)] || 0) << 6) |
        (CODES[text.charCodeAt(i + 3)] || 0);
      if (at < length) out[at++] = (word >> 16) & 255;
      if (at < length) out[at++] = (word >> 8) & 255;
      if (at < length) out[at++] = word & 255;
    }
    return out;
  }
  E.bytes = bytes;

  function floats(raw) {
    let view = new DataView(raw.buffer);
    let out = new Float32Array(raw.length / 4);
    for (let i = 0; i < out.length; i++) {
      out[i] = view.getFloat32(i * 4, true);
    }
    return out;
  }

  function counts(raw) {
    let out = [];
    let value = 0;
    let times = 1;
    for (let i = 0; i < raw.length; i++) {
      value += (raw[i] & 127) * times;
      times *= 128;
      if (raw[i] < 128) {
        out.push(value);
        value = 0;
        times = 1;
      }
    }
    return out;
  }

  /* Packed numbers as an array; unpacked once and kept. */
  let unpacked = new Map();
  E.numbers = function (packed) {
    if (!packed) {
      return null;
    }
    let known = unpacked.get(packed);
    if (!known) {
      let raw = bytes(packed.substring(2));
      known = packed.charAt(0) === "f" ? floats(raw) : counts(raw);
      unpacked.set(packed, known);
    }
    return known;
  };

  /* The layer's numbers at its output or before the activation function. */
  E.side = function (layer, at) {
    return at === "preactivation" && layer.preactivation ? layer.preactivation : layer.output;
  };

  /* One statistic of a layer: of class c, or of all images for c = -1. */
  E.stat = function (side, name, c) {
    let row = E.numbers(side.stats[name]);
    return row ? row[c + 1] : NaN;
  };

  /* What a fresh page shows: two classes whose units are in it, after the activation function. */
  E.initial = function (view) {
    return view.initial ? { a: view.initial[0], b: view.initial[1], at: "output" } : { a: -1, b: -1, at: "output" };
  };

  /* What stands where the units of the chosen classes are not in the page. */
  E.notKept = function (view) {
    let some = view.kept.slice(0, 4).map((c) => E.className(view, c));
    return "not in this page for these classes; it is for " + some.join(", ") + (view.kept.length > 4 ? " and " + (view.kept.length - 4) + " more" : "");
  };

  /* The layers of the curve: those of the verdict, the same without the class scores, or all. */
  E.curveLayers = function (view, which) {
    let wanted = view.layers.filter((layer) => which === "all" || (layer.inVerdict && (which !== "hidden" || layer.role !== "output")));
    return wanted.length ? wanted : view.layers;
  };

  /* The choice of the curve's layers, which all figures have in common. */
  E.layersControl = function (view) {
    let scores = view.layers.some((layer) => layer.inVerdict && layer.role === "output");
    let beside = view.layers.some((layer) => !layer.inVerdict);
    let choices = [["verdict", "in the verdict"]]
      .concat(scores ? [["hidden", "without the class scores"]] : [])
      .concat(beside ? [["all", "all observed"]] : []);
    return choices.length > 1 ? [{ key: "layers", label: "Layers", shared: true, choices: choices }] : [];
  };

  /*
   * What is zoomed into, of n places side by side: the panel, the ends of its axis, and the first
   * and last place. Written as "panel,low,high,from,to".
   */
  E.zoomOf = function (options, n) {
    let parts = String(options.zoom || "").split(",").map(Number);
    if (parts.length !== 5 || !parts.every(isFinite) || !(parts[2] > parts[1])) {
      return { panel: -1, reach: null, from: 0, to: n - 1 };
    }
    let from = Math.max(0, Math.min(n - 1, parts[3]));
    return { panel: parts[0], reach: [parts[1], parts[2]], from: from, to: Math.max(from, Math.min(n - 1, parts[4])) };
  };

  /* What a unit is called: by its class, where the units of a layer are the classes. */
  E.unitName = (view, layer, unit) => (layer.unitsAreClasses ? E.className(view, unit) : String(unit));

  E.className = function (view, c) {
    return c < 0 ? "all classes" : c < view.data.classes.length ? view.data.classes[c] : "another class";
  };

  /* An entropy of a layer, a low or high end included: in nats, or in the unit of the result. */
  E.entropy = function (layer, at, name, c, nats) {
    return E.stat(E.side(layer, at), name, c) / (nats ? 1 : layer.divisor);
  };

  /* The mean of an entropy over the classes, as [value, low, high]; NaN what is not known. */
  E.meanEntropy = function (layer, at, name, nats) {
    let known = E.side(layer, at).means[name] || [];
    return E.range(3).map((k) => (known[k] === undefined ? NaN : known[k] * (nats ? layer.divisor : 1)));
  };

  /* How normalised entropy is called on an axis. */
  E.normalizedName = function (view) {
    return view.entropy.formula;
  };
})();

/* The parts of a view that several figures read. */
(function () {
  /* The pattern of class c (-1: all images), or null if the page has none. */
  E.pattern = function (side, c) {
    return E.numbers(side.patterns[c]);
  };

  /* The pattern of one sample image, or null if it is not kept. */
  E.samplePattern = function (side, s) {
    return E.numbers(side.samples[s]);
  };

  /* The picture of a sample image, where it is kept; whether it is. */
  E.samplePicture = function (out, view, s, x, y, size) {
    return E.picture(out, view.samples[s].png, x, y, size);
  };

  /* A picture in a square, if it is one; whether it is. */
  E.picture = function (out, png, x, y, size) {
    let known = E.isPng(png);
    if (known) {
      out.image(x, y, size, size, "data:image/png;base64," + png, { "image-rendering": "pixelated", preserveAspectRatio: "xMidYMid" });
    }
    return known;
  };

  /* Images by bin: of one unit, or of all units together for unit -1; null if not kept. */
  E.histogram = function (layer, side, c, unit) {
    if (unit < 0) {
      return side.histograms ? E.numbers(side.histograms[c]) : null;
    }
    let packed = side.unitHistograms ? E.numbers(side.unitHistograms[c]) : null;
    if (!packed) {
      return null;
    }
    let at = 0;
    for (let u = 0; u < unit; u++) {
      at += packed[at] + 1;
    }
    let row = packed.slice(at + 1, at + 1 + packed[at]);
    let counts = new Array(E.numbers(layer.edges).length - 1).fill(0);
    for (let k = 1; k < row.length; k++) {
      counts[row[0] + k - 1] = row[k];
    }
    return counts;
  };

  /* Whether it is known how well the model names the classes. */
  E.isJudged = function (view) {
    return view.accuracy !== undefined;
  };

  /* Of a sample taken for another class, which; otherwise nothing. */
  E.mistake = function (view, sample) {
    return sample.predicted === undefined || sample.predicted === sample.label ? "" : "taken for " + E.className(view, sample.predicted);
  };

  /* [true class][predicted class] images, as sparse rows. */
  let matrices = new Map();
  E.confusion = function (view) {
    let known = matrices.get(view.confusion);
    if (!known) {
      known = view.data.classes.map(() => ({}));
      let list = E.numbers(view.confusion) || [];
      for (let i = 0; i < list.length; i += 3) {
        known[list[i]][list[i + 1]] = list[i + 2];
      }
      matrices.set(view.confusion, known);
    }
    return known;
  };

  /* The classes taken for class c most often, most frequent first: [class, images]. */
  E.mistakes = function (view, c) {
    let row = E.confusion(view)[c] || {};
    return Object.keys(row)
      .map((p) => [Number(p), row[p]])
      .filter((entry) => entry[0] !== c)
      .sort((x, y) => y[1] - x[1] || x[0] - y[0]);
  };
})();
