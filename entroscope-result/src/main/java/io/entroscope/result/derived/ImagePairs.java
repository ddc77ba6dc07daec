package io.entroscope.result.derived;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ImageTable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which images of one result are those of another, by the hash of their content. Equal images of
 * one result are paired in the order of their positions.
 */
final class ImagePairs {
  /** Of the images of the smaller result: pairs of fewer would throw the others away. */
  private static final double LEAST_SHARE = 0.5;

  private final @Nullable ImageTable first;
  private final @Nullable ImageTable other;

  private final int common;
  private final int[] ofFirst;
  private final int[] ofOther;
  private final boolean sameGroups;

  private ImagePairs(AnalysisResult one, AnalysisResult two) {
    this.first = one.images();
    this.other = two.images();
    int most = first == null || other == null ? 0 : Math.min(first.count(), other.count());
    int[] a = new int[most];
    int[] b = new int[most];
    int common = first == null || other == null ? 0 : pair(first, other, a, b);
    this.common = common;
    int paired = common < most * LEAST_SHARE ? 0 : common;
    this.ofFirst = Arrays.copyOf(a, paired);
    this.ofOther = Arrays.copyOf(b, paired);
    this.sameGroups = sameGroups(one, two, common);
  }

  /** The images that two results have in common. */
  static ImagePairs of(AnalysisResult first, AnalysisResult other) {
    return new ImagePairs(first, other);
  }

  private static int pair(ImageTable first, ImageTable other, int[] ofFirst, int[] ofOther) {
    int[] a = byContent(first);
    int[] b = byContent(other);
    int i = 0;
    int j = 0;
    int common = 0;
    while (i < a.length && j < b.length) {
      int order = Long.compare(first.contentOf(a[i]), other.contentOf(b[j]));
      if (order == 0) {
        ofFirst[common] = a[i++];
        ofOther[common++] = b[j++];
      } else if (order < 0) {
        i++;
      } else {
        j++;
      }
    }
    return common;
  }

  private static int[] byContent(ImageTable table) {
    record Keyed(long content, int image) {}
    Keyed[] keyed = new Keyed[table.count()];
    Arrays.setAll(keyed, i -> new Keyed(table.contentOf(i), i));
    // Stable, so that equal images keep their order.
    Arrays.sort(keyed, (p, q) -> Long.compare(p.content(), q.content()));
    return Arrays.stream(keyed).mapToInt(Keyed::image).toArray();
  }

  /** Groups are dealt by seed, class and position: where these agree, so do the groups. */
  private static boolean sameGroups(AnalysisResult one, AnalysisResult two, int common) {
    ImageTable first = one.images();
    ImageTable other = two.images();
    return first != null
        && other != null
        && common == first.count()
        && common == other.count()
        && one.settings().selection().seed() == two.settings().selection().seed()
        && Arrays.equals(first.position(), other.position())
        && Arrays.equals(first.content(), other.content())
        && Arrays.equals(first.label(), other.label());
  }

  /** How many pairs there are; none if both have hardly an image in common. */
  int count() {
    return ofFirst.length;
  }

  /** The index in the first result's table of a pair. */
  int ofFirst(int pair) {
    return ofFirst[pair];
  }

  /** The index in the other result's table of a pair. */
  int ofOther(int pair) {
    return ofOther[pair];
  }

  /** Whether the groups of the jackknife are the same images in both. */
  boolean sameGroups() {
    return sameGroups;
  }

  /** What two results have in common, in short. */
  CommonImages common() {
    if (first == null || other == null) {
      return new CommonImages(CommonImages.Kind.UNKNOWN, 0);
    }
    boolean all = common == first.count() && common == other.count();
    boolean some = count() > 0;
    return new CommonImages(
        all
            ? CommonImages.Kind.SAME
            : some
                ? CommonImages.Kind.SOME
                : common > 0 ? CommonImages.Kind.FEW : CommonImages.Kind.NONE,
        common);
  }
}
