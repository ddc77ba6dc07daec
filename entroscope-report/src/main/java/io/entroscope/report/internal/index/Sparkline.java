package io.entroscope.report.internal.index;

import java.util.List;
import java.util.Locale;

/** A curve over depth in the room of a word: raw as a line, standardised as a dashed one. */
final class Sparkline {
  private static final int WIDTH = 120;
  private static final int HEIGHT = 28;
  private static final int PAD = 3;

  private Sparkline() {}

  /** Curves of values from 0 to 1; nothing where there is none. */
  static String svg(List<Double> raw, List<Double> standardized) {
    if (raw.isEmpty()) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        "<svg role=\"img\" width=\"%d\" height=\"%d\" aria-label=\"entropy by depth:"
            + " %s\">%s%s</svg>",
        WIDTH,
        HEIGHT,
        words(raw),
        line(standardized, "standardised"),
        line(raw, "raw"));
  }

  private static String words(List<Double> values) {
    StringBuilder words = new StringBuilder();
    values.forEach(value -> words.append(String.format(Locale.ROOT, " %.2f", value)));
    return words.toString().strip();
  }

  private static String line(List<Double> values, String kind) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      double x = PAD + (WIDTH - 2.0 * PAD) * i / Math.max(1, values.size() - 1);
      double share = Math.min(1, Math.max(0, values.get(i)));
      double y = PAD + (HEIGHT - 2.0 * PAD) * (1 - (Double.isNaN(share) ? 0 : share));
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
    }
    return "<polyline class=\"" + kind + "\" points=\"" + points.toString().strip() + "\"/>";
  }
}
