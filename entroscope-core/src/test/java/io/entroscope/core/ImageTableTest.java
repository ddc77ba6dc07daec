package io.entroscope.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.core.Fixtures.Network;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.option.ObservedSide;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Selection;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.image.PixelImage;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ImageTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a result keeps of every image, against plain computation. */
class ImageTableTest {
  private static final int IMAGES = 300;
  private static final int CLASSES = 3;

  @TempDir private Path folder;

  private final Random random = new Random(20261129);
  private final Network network = Network.random(random, 2, Fixtures.PIXELS, 9, CLASSES);
  private final List<PixelImage> images = Fixtures.images(random, IMAGES);
  private final int[] labels = random.ints(IMAGES, 0, CLASSES).toArray();

  private static AnalysisResult analyze(Path data, OnnxModel model, AnalysisOptions options) {
    try (ImageDataSet opened = DataSets.open(DataSpec.of(data))) {
      return Analyzer.analyze(model, opened, options);
    }
  }

  private ImageTable table(AnalysisOptions.Builder options) {
    Fixtures.write(folder, images, labels);
    AnalysisResult result = analyze(folder, network.model(), options.batch(64).build());
    assertThat(result.images()).isNotNull();
    return result.images();
  }

  @Test
  void rowsHoldWhatTheModelMadeOfEachImage() {
    ImageTable table = table(AnalysisOptions.builder());
    assertThat(table.count()).isEqualTo(IMAGES);
    assertThat(table.layers()).containsExactly("fc1", "fc2");
    assertThat(table.groupImages()).hasSize(20);
    assertThat(table.groupImages().stream().mapToLong(Long::longValue).sum()).isEqualTo(IMAGES);
    for (int i = 0; i < IMAGES; i++) {
      double[] x = Fixtures.pixels(images.get(i));
      double[] scores = network.forward(x).get(1)[1];
      double[] p = softmax(scores);
      double[] sorted = p.clone();
      java.util.Arrays.sort(sorted);
      assertThat(table.positionOf(i)).isEqualTo(i);
      assertThat(table.labelOf(i)).isEqualTo(labels[i]);
      assertThat(p[table.predictedOf(i)]).isEqualTo(sorted[CLASSES - 1]);
      assertThat(table.isRight(i)).isEqualTo(table.predictedOf(i) == labels[i]);
      assertThat(table.confidenceOf(i)).isCloseTo((float) sorted[CLASSES - 1], within(1e-5f));
      assertThat(table.marginOf(i))
          .isCloseTo((float) (sorted[CLASSES - 1] - sorted[CLASSES - 2]), within(1e-5f));
      assertThat((double) table.entropyOf(i, 0))
          .isCloseTo(entropy(softmax(network.forward(x).get(0)[1])), within(1e-5));
      assertThat((double) table.entropyOf(i, 1)).isCloseTo(entropy(p), within(1e-5));
      assertThat(table.contentOf(i)).isEqualTo(hash(images.get(i)));
    }
  }

  @Test
  void bothSidesOfALayerAreOneColumn() {
    ImageTable table = table(AnalysisOptions.builder().at(ObservedSide.BOTH));
    assertThat(table.layers()).containsExactly("fc1", "fc2");
    double[] after = softmax(network.forward(Fixtures.pixels(images.get(5))).get(0)[1]);
    assertThat((double) table.entropyOf(5, 0)).isCloseTo(entropy(after), within(1e-5));
  }

  @Test
  void meanConfidenceIsTheMean() {
    Fixtures.write(folder, images, labels);
    AnalysisResult result =
        analyze(folder, network.model(), AnalysisOptions.builder().batch(64).build());
    double mean =
        IntStream.range(0, IMAGES).mapToDouble(result.images()::confidenceOf).average().orElse(0);
    assertThat(result.predictions().meanConfidence()).isCloseTo(mean, within(1e-12));
  }

  /** As PNG files, in another order, otherwise normalised: the images are the same ones. */
  @Test
  void imagesAreKnownAgain() throws IOException {
    ImageTable idx = table(AnalysisOptions.builder());
    List<Integer> order = new ArrayList<>(IntStream.range(0, IMAGES).boxed().toList());
    Collections.shuffle(order, random);
    Map<String, Integer> names = new HashMap<>();
    for (int i = 0; i < IMAGES; i++) {
      int image = order.get(i);
      String name = labels[image] + "/" + (1000 + i) + ".png";
      Fixtures.writePng(images.get(image), folder.resolve("png").resolve(name));
      names.put(name, image);
    }
    AnalysisOptions other =
        AnalysisOptions.builder()
            .pixels(new AnalysisOptions.Pixels(null, List.of(0.5), List.of(0.2), null, null))
            .build();
    ImageTable png = analyze(folder.resolve("png"), network.model(), other).images();
    List<String> sorted = names.keySet().stream().sorted().toList();
    for (int i = 0; i < IMAGES; i++) {
      int image = names.get(sorted.get(i));
      assertThat(png.contentOf(i))
          .isEqualTo(idx.contentOf(image))
          .isEqualTo(hash(images.get(image)));
    }
    assertThat(LongStream.range(0, IMAGES).map(i -> idx.contentOf((int) i)).distinct().count())
        .isEqualTo(IMAGES);
  }

  @Test
  void aSelectionKeepsItsOwnPositions() {
    ImageTable few = table(AnalysisOptions.builder().selection(Selection.ALL.withLimit(40)));
    assertThat(few.count()).isEqualTo(40);
    for (int i = 0; i < few.count(); i++) {
      assertThat(few.contentOf(i)).isEqualTo(hash(images.get(few.positionOf(i))));
      assertThat(few.labelOf(i)).isEqualTo(labels[few.positionOf(i)]);
    }
  }

  private static long hash(PixelImage image) {
    ByteBuffer bytes = ByteBuffer.allocate(12 + Fixtures.PIXELS).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(1).putInt(Fixtures.SIDE).putInt(Fixtures.SIDE).put(image.values());
    CRC32C upper = new CRC32C();
    upper.update(bytes.array());
    CRC32 lower = new CRC32();
    lower.update(bytes.array());
    return upper.getValue() << 32 | lower.getValue();
  }

  private static double[] softmax(double[] x) {
    double[] p = new double[x.length];
    double sum = 0;
    for (double value : x) {
      sum += Math.exp(value);
    }
    for (int i = 0; i < x.length; i++) {
      p[i] = Math.exp(x[i]) / sum;
    }
    return p;
  }

  private static double entropy(double[] p) {
    double sum = 0;
    for (double one : p) {
      sum -= one == 0 ? 0 : one * Math.log(one);
    }
    return sum;
  }
}
