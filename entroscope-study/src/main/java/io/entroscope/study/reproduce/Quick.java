package io.entroscope.study.reproduce;

/** How small a quick study is. */
final class Quick {
  /** Training images of each data set. */
  static final int IMAGES = 2_000;

  /** Test images of each class. */
  static final int TEST_PER_CLASS = 50;

  private Quick() {}
}
