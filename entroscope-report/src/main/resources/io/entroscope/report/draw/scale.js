/* From numbers to places, and the ticks between. */
(function () {
  function step(span, count) {
    let raw = span / Math.max(1, count);
    let unit = Math.pow(10, Math.floor(Math.log(raw) / Math.LN10 + 1e-9));
    let times = raw / unit;
    return unit * (times <= 1.0001 ? 1 : times <= 2.0001 ? 2 : times <= 5.0001 ? 5 : 10);
  }

  function decimalsOf(size) {
    return Math.max(0, -Math.floor(Math.log(size) / Math.LN10 + 1e-9));
  }

  /* Linear. Ticks are [value, label]. */
  E.linear = function (low, high, from, to) {
    let span = high - low || 1;
    let map = (x) => from + ((x - low) / span) * (to - from);
    map.low = low;
    map.high = high;
    map.invert = (place) => low + ((place - from) / (to - from)) * span;
    map.ticks = function (count) {
      let size = step(span, count);
      let decimals = decimalsOf(size);
      let list = [];
      for (let k = Math.ceil(low / size - 1e-6); k * size <= high + size * 1e-6; k++) {
        list.push([k * size, E.fixed(k * size, decimals)]);
      }
      return list;
    };
    return map;
  };

  /* Numbers that are nearer to each other, or to 0, are the same on an axis. */
  const NEAR = 1e-12;

  /* Both ends moved out to the next tick, so that the axis begins and ends with one. */
  E.niceLinear = function (low, high, count, from, to) {
    if (!(high - low > NEAR)) {
      let pad = Math.abs(low) > NEAR ? Math.abs(low) * 0.05 : 0.05;
      low -= pad;
      high += pad;
    }
    let size = step(high - low, count);
    let down = Math.floor(low / size + 1e-6) * size;
    let up = Math.ceil(high / size - 1e-6) * size;
    return E.linear(down, up, from, to);
  };

  /* Logarithmic to base 10, both ends positive. */
  E.log = function (low, high, from, to) {
    let a = Math.log(low) / Math.LN10;
    let b = Math.log(high) / Math.LN10;
    let line = E.linear(a, b, from, to);
    let map = (x) => line(Math.log(Math.max(x, low)) / Math.LN10);
    map.low = low;
    map.high = high;
    map.ticks = function (count) {
      let every = Math.max(1, Math.ceil((b - a) / count));
      let list = [];
      for (let k = Math.ceil(a - 1e-9); k <= b + 1e-9; k++) {
        if (k % every === 0) {
          list.push([Math.pow(10, k), k >= 0 && k <= 4 ? E.count(Math.pow(10, k)) : E.power(k)]);
        }
      }
      return list;
    };
    return map;
  };
})();
