package io.entroscope.core.prune.block;

import java.util.Locale;

/** What makes up for blocks that are taken out. */
public enum Repair {
  /** Nothing. */
  NONE,
  /** A least-squares map in the place of each span, and a linear head fitted again. */
  LINEAR,
  /** Training what is left. */
  FINE_TUNE;

  /**
   * The name on the command line and in results: {@code none}, {@code linear}, {@code fine-tune}.
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
