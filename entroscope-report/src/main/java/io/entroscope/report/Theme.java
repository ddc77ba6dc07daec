package io.entroscope.report;

/** Colours on a light or on a dark background. */
public enum Theme {
  /** For paper. */
  LIGHT,
  /** For dark screens. */
  DARK
}
