package io.entroscope.core.ort;

import java.util.List;
import java.util.function.IntFunction;

/** The part that two forms of a tensor have in common: the first of each axis. */
final class Region {
  private Region() {}

  /**
   * Numbers in another form: what is not in it is left out, and what was not there is 0.
   *
   * @param values an array of the form {@code is}, row by row
   * @param wanted with as many axes
   * @param make an array of so many zeros
   */
  static <A> A fit(A values, List<Long> is, List<Long> wanted, IntFunction<A> make) {
    if (is.equals(wanted) || is.size() != wanted.size()) {
      return values;
    }
    A fitted = make.apply(OrtRunner.elements(wanted));
    copy(values, 0, is, fitted, 0, wanted);
    return fitted;
  }

  private static void copy(
      Object from, int at, List<Long> is, Object to, int into, List<Long> wanted) {
    int common = Math.toIntExact(Math.min(is.get(0), wanted.get(0)));
    if (is.subList(1, is.size()).equals(wanted.subList(1, wanted.size()))) {
      int each = OrtRunner.elements(is.subList(1, is.size()));
      System.arraycopy(from, at, to, into, common * each);
      return;
    }
    int step = OrtRunner.elements(is.subList(1, is.size()));
    int stride = OrtRunner.elements(wanted.subList(1, wanted.size()));
    for (int i = 0; i < common; i++) {
      copy(
          from,
          at + i * step,
          is.subList(1, is.size()),
          to,
          into + i * stride,
          wanted.subList(1, wanted.size()));
    }
  }
}
