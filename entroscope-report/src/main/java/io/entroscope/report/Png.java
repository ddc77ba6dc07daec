package io.entroscope.report;

import io.entroscope.report.internal.picture.OwnSvg;
import io.entroscope.report.internal.picture.Pixels;

/** SVG pictures of this module as PNG, with fonts of their own and twice the size. */
public final class Png {
  /** Pixels per inch: twice CSS's. */
  static final int DPI = 192;

  private Png() {}

  /**
   * Draws a picture.
   *
   * @param svg as {@link Drawing} makes it
   * @throws ReportException if this Java cannot draw text
   */
  public static byte[] of(String svg) {
    return of(svg, DPI);
  }

  /**
   * Draws a picture with so many pixels per inch, of which the SVG has 96.
   *
   * @throws ReportException if this Java cannot draw text
   */
  static byte[] of(String svg, int dpi) {
    return OwnSvg.paint(svg, "PNG", picture -> Pixels.png(picture, dpi));
  }
}
