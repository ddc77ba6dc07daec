package io.entroscope.report;

import java.util.Locale;

/** What a report can be written as. */
public enum Format {
  /** One interactive page with all figures. */
  HTML,
  /** A vector picture for each figure. */
  SVG,
  /** A picture in pixels for each figure. */
  PNG,
  /** A page for each figure, to be put into a paper. */
  PDF,
  /** The numbers behind each figure, and tables of all numbers and of all images. */
  CSV,
  /** Tables of all numbers and of all images, for pandas, Spark or DuckDB. */
  PARQUET,
  /** Values at the nodes of the graph, for Google's Model Explorer. */
  MODEL_EXPLORER;

  /** Whether there is a file of each figure. */
  boolean isOfFigures() {
    return switch (this) {
      case SVG, PNG, PDF, CSV -> true;
      case HTML, PARQUET, MODEL_EXPLORER -> false;
    };
  }

  /** What ends the names of its files. */
  String ending() {
    return "." + name().toLowerCase(Locale.ROOT);
  }
}
