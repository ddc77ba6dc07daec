package io.entroscope.report;

import java.util.List;
import java.util.Locale;

/**
 * What figures in files look like.
 *
 * @param width in pixels of which 96 make an inch; letters keep their size, so that a figure of a
 *     column's width can be read there
 * @param dpi pixels per inch of PNG
 * @param classes the names of one or two classes that are coloured; empty: those most mistaken for
 *     each other
 * @param titled whether title and caption stand around the figure
 */
public record FigureStyle(int width, int dpi, List<String> classes, boolean titled) {
  /** What frames a titled figure on one side. */
  private static final int PAD = 16;

  private static final int NARROWEST = 240;
  private static final int WIDEST = 6000;
  private static final int COARSEST = 36;
  private static final int FINEST = 2400;
  private static final int MOST_CLASSES = 2;

  /** As figures are without being asked. */
  public static final FigureStyle USUAL =
      new FigureStyle(Drawing.WIDTH + 2 * PAD, Png.DPI, List.of(), true);

  /**
   * @throws ReportException if something of it cannot be drawn
   */
  public FigureStyle {
    classes = List.copyOf(classes);
    require(
        width >= NARROWEST && width <= WIDEST,
        "a width of %d pixels; give %d to %d",
        width,
        NARROWEST,
        WIDEST);
    require(
        dpi >= COARSEST && dpi <= FINEST,
        "%d pixels per inch; give %d to %d",
        dpi,
        COARSEST,
        FINEST);
    require(
        classes.size() <= MOST_CLASSES, "%d classes; a figure colours one or two", classes.size());
  }

  private static void require(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new ReportException("no figure has " + String.format(Locale.ROOT, message, values));
    }
  }

  /** The width of the drawing itself. */
  int inner() {
    return titled ? width - 2 * PAD : width;
  }

  /**
   * The controls' settings, as JSON.
   *
   * @param known the names of a result's classes
   * @throws ReportException if a class is none of them
   */
  String controls(List<String> known) {
    if (classes.isEmpty()) {
      return "{}";
    }
    int a = place(classes.get(0), known);
    int b = classes.size() == 1 ? -1 : place(classes.get(1), known);
    return String.format(Locale.ROOT, "{\"a\": %d, \"b\": %d}", a, b);
  }

  private static int place(String name, List<String> known) {
    int place = known.indexOf(name);
    if (place < 0) {
      int most = 20;
      throw new ReportException(
          "the result has no class '"
              + name
              + "'; it has "
              + String.join(", ", known.subList(0, Math.min(most, known.size())))
              + (known.size() > most ? ", ..." : ""));
    }
    return place;
  }
}
