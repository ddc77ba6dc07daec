package io.entroscope.result.derived;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.DataInfo;
import io.entroscope.result.ImageTable;
import io.entroscope.result.Results;
import io.entroscope.result.derived.CommonImages.Kind;
import io.entroscope.result.derived.Difference.Quantity;
import io.entroscope.result.layer.ClassMean;
import io.entroscope.result.layer.ClassMean.Mean;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.stats.inference.McNemar;
import io.entroscope.stats.inference.Newcombe;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Differences between results of the same images, of some of them, and of others. */
class DifferencesTest {
  private static final int IMAGES = 400;
  private static final int GROUPS = 20;

  /** Of 400 images the first model is right on 0 to 299, the second on 20 to 329. */
  private final List<Row> first = rows(i -> i < 300, i -> 0.3 + 0.001 * i);

  private final List<Row> second =
      rows(i -> i >= 20 && i < 330, i -> 0.31 + 0.001 * i + (i / 2 % 2 == 0 ? 0.005 : -0.005));

  private record Row(int position, long content, boolean right, double entropy) {}

  @FunctionalInterface
  private interface Right {
    boolean is(int image);
  }

  private static List<Row> rows(Right right, IntToDoubleFunction entropy) {
    return IntStream.range(0, IMAGES)
        .mapToObj(i -> new Row(i, 77L * i - 5000, right.is(i), entropy.applyAsDouble(i)))
        .toList();
  }

  @SuppressWarnings("ByteBufferBackingArray") // They wrap arrays of their own.
  private static ImageTable table(List<Row> rows) {
    int n = rows.size();
    ByteBuffer position = little(4 * n);
    ByteBuffer content = little(8 * n);
    ByteBuffer label = little(4 * n);
    ByteBuffer predicted = little(4 * n);
    ByteBuffer entropy = little(4 * n);
    for (Row row : rows) {
      position.putInt(row.position());
      content.putLong(row.content());
      label.putInt((int) Math.floorMod(row.content(), 2L));
      predicted.putInt((int) Math.floorMod(row.content() + (row.right() ? 0 : 1), 2L));
      entropy.putFloat((float) (row.entropy() * Math.log(2)));
    }
    return new ImageTable(
        n,
        List.of("conv1"),
        Collections.nCopies(GROUPS, (long) n / GROUPS),
        position.array(),
        content.array(),
        label.array(),
        predicted.array(),
        new byte[4 * n],
        new byte[4 * n],
        entropy.array());
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.wrap(new byte[bytes]).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static AnalysisResult result(@Nullable ImageTable images, double shift) {
    AnalysisResult full = Results.full();
    List<Double> without = new ArrayList<>();
    Random random = new Random(3);
    for (int g = 0; g < GROUPS; g++) {
      without.add(0.5 + shift + 0.01 * random.nextGaussian() + 0.0001 * shift * g);
    }
    Mean mean = new Mean(0.5 + shift, 0.04, null, without);
    LayerResult layer = full.layers().get(0);
    LayerResult with =
        new LayerResult(
            layer.facts(),
            layer.observation(),
            layer.all(),
            layer.classes(),
            new ClassMean(mean, mean, mean),
            layer.samples(),
            null,
            null,
            null,
            null);
    DataInfo data = full.data();
    AnalysisResult.Origin origin =
        new AnalysisResult.Origin(
            full.origin().schema(),
            full.tool(),
            full.model(),
            new DataInfo(
                data.path(),
                data.format(),
                data.split(),
                IMAGES,
                IMAGES,
                0,
                data.classes(),
                List.of(200L, 200L),
                null),
            full.settings());
    double accuracy =
        images == null
            ? 0.75
            : IntStream.range(0, images.count()).filter(images::isRight).count()
                / (double) images.count();
    return new AnalysisResult(
        origin,
        new AnalysisResult.Predictions(accuracy, full.accuracyInterval(), full.confusion()),
        full.verdict(),
        full.caveats(),
        full.samples(),
        List.of(with),
        null,
        null,
        images,
        null);
  }

  private static ResultComparison compare(@Nullable ImageTable first, @Nullable ImageTable other) {
    return ResultComparison.of(List.of("a", "b"), List.of(result(first, 0), result(other, 0.02)));
  }

  private static Difference only(ResultComparison of, Quantity quantity) {
    return of.differences().stream()
        .filter(one -> one.quantity() == quantity)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theSameImagesArePaired() {
    ResultComparison found = compare(table(first), table(second));
    assertThat(found.images(1)).isEqualTo(new CommonImages(Kind.SAME, IMAGES));
    Difference accuracy = only(found, Quantity.ACCURACY);
    assertThat(accuracy.paired()).isTrue();
    assertThat(accuracy.first()).isEqualTo(0.75);
    assertThat(accuracy.change()).isEqualTo(10.0 / IMAGES);
    assertThat(accuracy.probability()).isEqualTo(new McNemar(20, 30).probability());
    assertThat(accuracy.isLarger()).isFalse();

    // All groups move alike, so that the pairs leave little of the errors of 0.04.
    Difference pattern = only(found, Quantity.PATTERN_ENTROPY);
    assertThat(pattern.paired()).isTrue();
    assertThat(pattern.change()).isCloseTo(0.02, within(1e-12));
    assertThat(pattern.isLarger()).isTrue();
    assertThat(pattern.interval().high() - pattern.interval().low()).isLessThan(0.01);

    Difference image = only(found, Quantity.IMAGE_ENTROPY);
    assertThat(image.first()).isCloseTo(0.4995, within(1e-6));
    assertThat(image.change()).isCloseTo(0.01, within(1e-6));
    assertThat(image.isLarger()).isTrue();
    // By normal theory 1.96 times 0.005 / sqrt(400) to both sides.
    assertThat(image.interval().high() - image.interval().low())
        .isCloseTo(2 * 1.96 * 0.00025, within(0.00015));
  }

  @Test
  void aDifferenceWithinThePairsIsShown() {
    List<Row> worse = rows(i -> i < 280, i -> 0.3);
    Difference accuracy = only(compare(table(first), table(worse)), Quantity.ACCURACY);
    assertThat(accuracy.change()).isEqualTo(-0.05);
    assertThat(accuracy.isLarger()).isTrue();
    assertThat(Newcombe.difference(0.70, IMAGES, 0.75, IMAGES).high()).isPositive();
    assertThat(accuracy.interval().high()).isNegative();
  }

  /** In another order the images are paired, but the groups of the jackknife are others. */
  @Test
  void imagesAreKnownAgainInAnotherOrder() {
    List<Row> shuffled = new ArrayList<>(second);
    Collections.shuffle(shuffled, new Random(1));
    List<Row> moved = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      Row row = shuffled.get(i);
      moved.add(new Row(i, row.content(), row.right(), row.entropy()));
    }
    ResultComparison found = compare(table(first), table(moved));
    assertThat(found.images(1)).isEqualTo(new CommonImages(Kind.SAME, IMAGES));
    assertThat(only(found, Quantity.ACCURACY))
        .isEqualTo(only(compare(table(first), table(second)), Quantity.ACCURACY));
    Difference pattern = only(found, Quantity.PATTERN_ENTROPY);
    assertThat(pattern.paired()).isFalse();
    assertThat(pattern.isLarger()).isFalse();
  }

  @Test
  void otherImagesAreIndependent() {
    List<Row> elsewhere =
        second.stream()
            .map(row -> new Row(row.position(), row.content() + 1, row.right(), row.entropy()))
            .toList();
    ResultComparison found = compare(table(first), table(elsewhere));
    assertThat(found.images(1)).isEqualTo(new CommonImages(Kind.NONE, 0));
    Difference accuracy = only(found, Quantity.ACCURACY);
    assertThat(accuracy.paired()).isFalse();
    assertThat(accuracy.probability()).isNull();
    assertThat(accuracy.interval().low())
        .isEqualTo(Newcombe.difference(0.775, IMAGES, 0.75, IMAGES).low());
    assertThat(found.differences()).noneMatch(one -> one.quantity() == Quantity.IMAGE_ENTROPY);
  }

  @Test
  void aFewCommonImagesDoNotSpeakForAll() {
    List<Row> elsewhere = new ArrayList<>(second);
    for (int i = 24; i < elsewhere.size(); i++) {
      Row row = elsewhere.get(i);
      elsewhere.set(
          i, new Row(row.position(), row.content() + 1_000_003, row.right(), row.entropy()));
    }
    ResultComparison found = compare(table(first), table(elsewhere));
    assertThat(found.images(1)).isEqualTo(new CommonImages(Kind.FEW, 24));
    assertThat(found.images(1).sentence()).contains("independent", "only 24 images are in both");
    Difference accuracy = only(found, Quantity.ACCURACY);
    assertThat(accuracy.paired()).isFalse();
    assertThat(accuracy.interval().low())
        .isEqualTo(Newcombe.difference(0.775, IMAGES, 0.75, IMAGES).low());
    assertThat(found.differences()).noneMatch(one -> one.quantity() == Quantity.IMAGE_ENTROPY);
  }

  @Test
  void ofSomeImagesTheCommonOnesArePaired() {
    ResultComparison found = compare(table(first), table(second.subList(0, 100)));
    assertThat(found.images(1)).isEqualTo(new CommonImages(Kind.SOME, 100));
    Difference accuracy = only(found, Quantity.ACCURACY);
    assertThat(accuracy.first()).isEqualTo(1);
    assertThat(accuracy.change()).isEqualTo(-0.2);
    assertThat(only(found, Quantity.PATTERN_ENTROPY).paired()).isFalse();
  }

  @Test
  void withoutRowsNothingIsKnownOfTheImages() {
    ResultComparison found = compare(table(first), null);
    assertThat(found.images(1)).isEqualTo(new CommonImages(Kind.UNKNOWN, 0));
    assertThat(only(found, Quantity.ACCURACY).paired()).isFalse();
    assertThat(found.images(1).sentence()).contains("independent", "does not say");
  }
}
