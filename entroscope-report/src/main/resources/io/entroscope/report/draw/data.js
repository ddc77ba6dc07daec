/*
 * The view of a result that the page carries: scalars as they are, long rows of numbers packed as
 * little-endian floats in base64 ("f:") or doubles ("d:"), a NaN standing for "not there".
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

  /* Packed numbers as a typed array; unpacked once and kept. */
  let unpacked = new Map();
  E.numbers = function (packed) {
    if (!packed) {
      return null;
    }
    let known = unpacked.get(packed);
    if (!known) {
      let raw = bytes(packed.substring(2));
      let view = new DataView(raw.buffer);
      let wide = packed.charAt(0) === "d";
      let size = wide ? 8 : 4;
      known = wide ? new Float64Array(raw.length / 8) : new Float32Array(raw.length / 4);
      for (let i = 0; i < known.length; i++) {
        known[i] = wide ? view.getFloat64(i * size, true) : view.getFloat32(i * size, true);
      }
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

  E.curveLayers = function (view, which) {
    let wanted = view.layers.filter((layer) => which === "all" || layer.inVerdict);
    return wanted.length ? wanted : view.layers;
  };

  E.className = function (view, c) {
    return c < 0 ? "all classes" : view.data.classes[c];
  };

  /* How normalised entropy is called on an axis. */
  E.normalizedName = function (view) {
    let names = { log: "H / ln n", units: "H / n [nats per unit]", none: "H [nats]" };
    return names[view.settings.normalizer] || "H / f(n)";
  };
})();
