package io.entroscope.study.reproduce.experiment;

/** The sizes of a quick study. */
final class QuickStudy {
  /** Training images of each dataset. */
  static final int IMAGES = 2_000;

  /** Test images of each class. */
  static final int TEST_PER_CLASS = 50;

  private QuickStudy() {}
}
