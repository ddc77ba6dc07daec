package io.entroscope.report;

import java.util.OptionalInt;
import java.util.Set;

/**
 * What to write of results.
 *
 * @param formats as which
 * @param figure the number of the only figure to write, 1 to 9; empty: all that the results hold
 *     numbers for. The page always has all.
 * @param style what figures in files look like
 */
public record ReportRequest(Set<Format> formats, OptionalInt figure, FigureStyle style) {
  public ReportRequest {
    formats = Set.copyOf(formats);
  }

  /** With figures as usual. */
  public static ReportRequest of(Set<Format> formats, OptionalInt figure) {
    return new ReportRequest(formats, figure, FigureStyle.USUAL);
  }

  /** Whether figures are written. */
  boolean hasFigures() {
    return formats.stream().anyMatch(Format::isOfFigures);
  }

  /** Whether it is all of a result, and not one figure. */
  boolean isWhole() {
    return figure.isEmpty();
  }
}
