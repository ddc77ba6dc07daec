/* Numbers as people read them. */
(function () {
  let MINUS = "\u2212";
  let SUPERSCRIPTS = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";

  function grouped(digits) {
    return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  }

  /* With so many decimals: 1,234.50. */
  E.fixed = function (x, decimals) {
    let parts = Math.abs(x).toFixed(decimals).split(".");
    let text = grouped(parts[0]) + (parts[1] ? "." + parts[1] : "");
    return x < 0 && /[1-9]/.test(text) ? MINUS + text : text;
  };

  E.count = function (n) {
    return E.fixed(n, 0);
  };

  /* "1 image", "2 images". */
  E.many = function (n, one, more) {
    return E.count(n) + " " + (n === 1 ? one : more || one + "s");
  };

  /* With its sign. */
  E.signed = function (x, decimals) {
    let text = E.fixed(x, decimals);
    return x > 0 && /[1-9]/.test(text) ? "+" + text : text;
  };

  E.power = function (exponent) {
    let digits = String(Math.abs(exponent)).split("").map((d) => SUPERSCRIPTS.charAt(Number(d)));
    return "10" + (exponent < 0 ? "\u207b" : "") + digits.join("");
  };

  /* To so many significant digits; very small and very large ones in powers of ten. */
  E.significant = function (x, digits) {
    if (x === 0) {
      return "0";
    }
    let exponent = Math.floor(Math.log(Math.abs(x)) / Math.LN10 + 1e-9);
    if (exponent < -4 || exponent > 6) {
      let parts = Math.abs(x).toExponential(digits - 1).split("e");
      return (x < 0 ? MINUS : "") + parts[0] + "\u00d7" + E.power(Number(parts[1]));
    }
    return E.fixed(x, Math.max(0, digits - 1 - exponent));
  };

  E.percent = function (share) {
    let percent = share * 100;
    return E.fixed(percent, percent > 0 && percent < 10 ? 1 : percent > 99 && percent < 100 ? 2 : 0) + "%";
  };

  /* A cell of a CSV file; numbers to the 7 digits that a float has. */
  E.cell = function (value) {
    if (value === null || value === undefined || (typeof value === "number" && !isFinite(value))) {
      return "";
    }
    if (typeof value === "number") {
      return value === Math.floor(value) && Math.abs(value) < 1e15
        ? String(value)
        : String(Number(value.toPrecision(7)));
    }
    let text = String(value);
    /* A spreadsheet would run these as formulas. */
    if (/^[=+\-@\t\r]/.test(text)) {
      text = "'" + text;
    }
    /* A terminal that shows the file would obey these, or show them in another order. */
    text = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, "\ufffd");
    return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  };

  E.csv = function (table) {
    return [table.columns]
      .concat(table.rows)
      .map((row) => row.map(E.cell).join(",") + "\r\n")
      .join("");
  };
})();
