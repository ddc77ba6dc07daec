/*
 * Colours. Two classes are the paper's blue and orange, in shades that colour-blind readers tell
 * apart and that stand out from the background by 3:1 at least.
 */
(function () {
  E.themes = {
    light: {
      paper: "#ffffff",
      ink: "#1b1f24",
      soft: "#57606a",
      faint: "#8c959f",
      grid: "#e4e7eb",
      axis: "#8c959f",
      a: "#1167b1",
      b: "#d9600a",
      rise: "#a3277f",
      flat: "#6e7781",
      ramp: ["#f4f1e8", "#d5dfe0", "#a9c6d3", "#74a8c6", "#4485b4", "#23629a", "#123f72", "#0a2246"]
    },
    dark: {
      paper: "#14181d",
      ink: "#e9ecef",
      soft: "#adb5bd",
      faint: "#868e96",
      grid: "#2b3138",
      axis: "#6c757d",
      a: "#62b0ee",
      b: "#ff9d4d",
      rise: "#ef83cf",
      flat: "#9aa4ae",
      ramp: ["#1d2a38", "#20405c", "#245a82", "#3278a6", "#5699bf", "#88bad1", "#bcd7dd", "#f1ede0"]
    }
  };

  /* A few shades between the ink and the background, by depth: the last is the strongest. */
  E.shades = function (theme, count) {
    return E.range(count).map((i) => E.rampColour(theme, count === 1 ? 0.85 : 0.35 + (0.6 * i) / (count - 1)));
  };

  /* Ten hues in the order of their difference; with a second dash pattern they tell 20 lines apart. */
  let HUES = {
    light: ["#1167b1", "#c2540a", "#1b7f4b", "#8b3fa8", "#b0243c", "#0f7f8c", "#7a6200", "#c03a86", "#4d5bd1", "#5c5c5c"],
    dark: ["#62b0ee", "#ff9d4d", "#5fce8f", "#c992e8", "#ff8591", "#4fd0dd", "#d6bc45", "#f58fc6", "#9aa6ff", "#b5b5b5"]
  };

  /* How the lines of several models look: [colour, dash] for each; at most 20 differ. */
  E.manyLooks = function (theme, count) {
    let hues = theme === E.themes.dark ? HUES.dark : HUES.light;
    return E.range(count).map((i) => ({ colour: hues[i % hues.length], dash: i < hues.length ? undefined : "6 3" }));
  };

  function channel(hex, k) {
    return parseInt(hex.substr(1 + 2 * k, 2), 16);
  }

  /* Along the theme's ramp, 0 to 1, as [r, g, b]. */
  E.rampRgb = function (theme, t) {
    let stops = theme.ramp;
    let place = Math.min(1, Math.max(0, t)) * (stops.length - 1);
    let i = Math.min(stops.length - 2, Math.floor(place));
    return E.range(3).map((k) =>
      Math.round(channel(stops[i], k) + (place - i) * (channel(stops[i + 1], k) - channel(stops[i], k)))
    );
  };

  E.rampColour = function (theme, t) {
    return (
      "#" +
      E.rampRgb(theme, t)
        .map((c) => (c < 16 ? "0" : "") + c.toString(16))
        .join("")
    );
  };

  function luminance(rgb) {
    let linear = rgb.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : Math.pow((c / 255 + 0.055) / 1.055, 2.4)));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  }

  /* Black or white, whichever can be read better on the ramp's colour (WCAG's contrast). */
  E.inkOn = function (theme, t) {
    let light = luminance(E.rampRgb(theme, t));
    return (light + 0.05) / 0.05 > 1.05 / (light + 0.05) ? "#000000" : "#ffffff";
  };
})();
