/* What the tests of the page's modules are written with; understood by Rhino and by browsers. */
var FAILED = [];
var RUN = 0;

function test(name, body) {
  RUN++;
  try {
    body();
  } catch (error) {
    FAILED.push(name + ": " + (error && error.message ? error.message : error));
  }
}

function equal(found, expected) {
  let a = JSON.stringify(found);
  let b = JSON.stringify(expected);
  if (a !== b) {
    throw new Error("expected " + b + ", found " + a);
  }
}

function near(found, expected, tolerance) {
  if (!(Math.abs(found - expected) <= tolerance)) {
    throw new Error("expected " + expected + ", found " + found);
  }
}

function holds(condition, what) {
  if (!condition) {
    throw new Error("does not hold: " + what);
  }
}

function outcome() {
  if (RUN === 0) {
    return "there is no test";
  }
  return FAILED.length ? FAILED.join("\n") : "passed";
}

/* A figure drawn as a fresh page shows it, but for what is given. */
function drawn(figure, view, given, width) {
  return figure.draw(view, E.complete(view, figure, given || {}), E.themes.light, width || 860);
}

/* No text of a drawing is smaller than 12 px, nothing lies outside of it on the left, no number is lost. */
function sound(picture) {
  holds(!/NaN|undefined|Infinity/.test(picture.body), "every number is there: " + (picture.body.match(/.{30}(NaN|undefined|Infinity).{30}/) || [""])[0]);
  let sizes = (picture.body.match(/font-size="[\d.]+"/g) || []).map((text) => Number(text.replace(/[^\d.]/g, "")));
  holds(sizes.every((size) => size >= 12), "no text is smaller than 12 px");
  holds(picture.caption.length > 0 && picture.height > 0, "it has a caption and a height");
  picture.table.rows.forEach((row) => equal(row.length, picture.table.columns.length));
}
