package io.entroscope.report;

/** What a report can be written as. */
public enum Format {
  /** One interactive page with all figures. */
  HTML,
  /** A vector picture for each figure. */
  SVG,
  /** A picture in pixels for each figure. */
  PNG,
  /** The numbers behind each figure, and tables of all numbers and of all images. */
  CSV
}
