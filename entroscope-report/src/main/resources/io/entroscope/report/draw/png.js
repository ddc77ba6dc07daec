/*
 * Small pictures as PNG data URLs: one byte a pixel, through a palette or in grey. Not compressed,
 * so that every machine gives the same bytes.
 */
(function () {
  let CRC = E.range(256).map(function (n) {
    let c = n;
    for (let k = 0; k < 8; k++) {
      c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
    }
    return c >>> 0;
  });
  let LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  function word(out, value) {
    out.push((value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
  }

  function chunk(out, name, data) {
    word(out, data.length);
    let body = name.split("").map((c) => c.charCodeAt(0)).concat(data);
    let crc = 0xffffffff;
    for (let i = 0; i < body.length; i++) {
      crc = CRC[(crc ^ body[i]) & 255] ^ (crc >>> 8);
      out.push(body[i]);
    }
    word(out, (crc ^ 0xffffffff) >>> 0);
  }

  /* The rows, each after a zero (no filter), in a zlib stream of stored blocks. */
  function stored(width, height, pixels) {
    let raw = [];
    for (let y = 0; y < height; y++) {
      raw.push(0);
      for (let x = 0; x < width; x++) {
        raw.push(pixels[y * width + x]);
      }
    }
    let out = [0x78, 0x01];
    let a = 1;
    let b = 0;
    for (let from = 0; from < raw.length; from += 65535) {
      let size = Math.min(65535, raw.length - from);
      out.push(from + size === raw.length ? 1 : 0, size & 255, size >> 8, ~size & 255, (~size >> 8) & 255);
      for (let i = from; i < from + size; i++) {
        out.push(raw[i]);
        a = (a + raw[i]) % 65521;
        b = (b + a) % 65521;
      }
    }
    word(out, ((b << 16) | a) >>> 0);
    return out;
  }

  function base64(bytes) {
    let parts = [];
    for (let i = 0; i < bytes.length; i += 3) {
      let w = (bytes[i] << 16) | ((bytes[i + 1] || 0) << 8) | (bytes[i + 2] || 0);
      parts.push(
        LETTERS.charAt((w >> 18) & 63) + LETTERS.charAt((w >> 12) & 63) +
          (i + 1 < bytes.length ? LETTERS.charAt((w >> 6) & 63) : "=") +
          (i + 2 < bytes.length ? LETTERS.charAt(w & 63) : "=")
      );
    }
    return parts.join("");
  }

  /* Pixels are indices into the palette of [r, g, b], or shades of grey without one. */
  E.png = function (width, height, pixels, palette) {
    let out = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
    let head = [];
    word(head, width);
    word(head, height);
    chunk(out, "IHDR", head.concat([8, palette ? 3 : 0, 0, 0, 0]));
    if (palette) {
      chunk(out, "PLTE", palette.reduce((all, rgb) => all.concat(rgb), []));
    }
    chunk(out, "IDAT", stored(width, height, pixels));
    chunk(out, "IEND", []);
    return "data:image/png;base64," + base64(out);
  };

  /* Whether a text can be a PNG in base64 and nothing else. */
  E.isPng = function (text) {
    return /^iVBORw0KGgo[A-Za-z0-9+\/]*=*$/.test(text || "");
  };
})();
