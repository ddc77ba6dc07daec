package io.entroscope.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.core.Fixtures.Network;
import io.entroscope.core.activation.ActivationChoice;
import io.entroscope.core.activation.ActivationRecorder;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.option.ObservedSide;
import io.entroscope.core.plan.Planner;
import io.entroscope.core.run.StageTimes;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.image.PixelImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Activations of single images as NumPy reads them, against plain computation. */
class ActivationsTest {
  private static final int IMAGES = 300;
  private static final int CLASSES = 3;
  private static final String LIMIT = "entroscope.limit.activations";

  @TempDir private Path folder;

  private final Random random = new Random(20261130);
  private final Network network = Network.random(random, 2, Fixtures.PIXELS, 9, CLASSES);
  private final List<PixelImage> images = Fixtures.images(random, IMAGES);
  private final int[] labels = random.ints(IMAGES, 0, CLASSES).toArray();

  @AfterEach
  void usualLimit() {
    System.clearProperty(LIMIT);
  }

  private byte[] npz(DataSpec spec, AnalysisOptions options, ActivationChoice choice)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataSet data = DataSets.openAny(spec)) {
      var plan = Planner.plan(network.model(), data, options);
      try (ActivationRecorder recorder = ActivationRecorder.start(plan, choice)) {
        Analyzer.run(plan, Progress.NONE, new StageTimes(), recorder);
        recorder.writeTo(bytes);
      }
    }
    return bytes.toByteArray();
  }

  private byte[] npz(AnalysisOptions.Builder options, ActivationChoice choice) throws IOException {
    Fixtures.write(folder, images, labels);
    return npz(DataSpec.of(folder), options.batch(32).build(), choice);
  }

  @Test
  void holdsWhatTheLayersGiveForEachImage() throws IOException {
    Map<String, Array> arrays =
        read(npz(AnalysisOptions.builder().at(ObservedSide.BOTH), ActivationChoice.ALL));
    assertThat(arrays.keySet())
        .containsExactly(
            "positions",
            "labels",
            "predictions",
            "confidences",
            "margins",
            "layers",
            "classes",
            "activations/fc1",
            "entropies/fc1",
            "preactivations/fc1",
            "preactivation_entropies/fc1",
            "activations/fc2",
            "entropies/fc2",
            "preactivations/fc2",
            "preactivation_entropies/fc2");
    assertThat(arrays.get("activations/fc1").head())
        .contains("'descr': '<f4'", "'fortran_order': False", "(300, 9,)");
    assertThat(arrays.get("entropies/fc2").head()).contains("(300,)");
    assertThat(arrays.get("layers").head()).contains("'<U3'", "(2,)");
    for (int i = 0; i < IMAGES; i++) {
      List<double[][]> layers = network.forward(Fixtures.pixels(images.get(i)));
      for (int u = 0; u < 9; u++) {
        assertThat((double) arrays.get("preactivations/fc1").number(i * 9 + u))
            .isCloseTo(layers.get(0)[0][u], within(1e-4));
        assertThat((double) arrays.get("activations/fc1").number(i * 9 + u))
            .isCloseTo(layers.get(0)[1][u], within(1e-4));
      }
      assertThat((double) arrays.get("entropies/fc2").number(i))
          .isCloseTo(entropy(layers.get(1)[1]), within(1e-5));
      assertThat(arrays.get("positions").integer(i)).isEqualTo(i);
      assertThat(arrays.get("labels").integer(i)).isEqualTo(labels[i]);
    }
  }

  @Test
  void bytesDoNotDependOnThreads() throws IOException {
    byte[] one = npz(AnalysisOptions.builder().threads(1), ActivationChoice.ALL);
    byte[] many = npz(AnalysisOptions.builder().threads(5), ActivationChoice.ALL);
    assertThat(many).isEqualTo(one);
  }

  @Test
  void takesTheFirstOfEachClassAndTheLayersNamed() throws IOException {
    Map<String, Array> arrays =
        read(npz(AnalysisOptions.builder(), new ActivationChoice(List.of("fc2"), 4)));
    assertThat(arrays).containsKey("activations/fc2").doesNotContainKey("activations/fc1");
    int[] first =
        IntStream.range(0, IMAGES)
            .filter(i -> IntStream.range(0, i).filter(j -> labels[j] == labels[i]).count() < 4)
            .toArray();
    assertThat(IntStream.range(0, 12).map(i -> (int) arrays.get("positions").integer(i)))
        .containsExactlyElementsOf(IntStream.of(first).boxed().toList());
    for (int i = 0; i < first.length; i++) {
      double[] scores = network.forward(Fixtures.pixels(images.get(first[i]))).get(1)[1];
      assertThat((double) arrays.get("activations/fc2").number(i * CLASSES))
          .isCloseTo(scores[0], within(1e-4));
    }
  }

  @Test
  void imagesThatCannotBeDecodedHaveNoRow() throws IOException {
    Path pngs = folder.resolve("png");
    for (int i = 0; i < 40; i++) {
      Fixtures.writePng(images.get(i), pngs.resolve(labels[i] + "/" + (100 + i) + ".png"));
    }
    Path broken = pngs.resolve(labels[7] + "/107.png");
    Files.write(broken, new byte[] {1, 2, 3});
    DataSpec spec = DataSpec.of(pngs).withSkipCorrupt(true);
    Map<String, Array> arrays =
        read(npz(spec, AnalysisOptions.builder().batch(16).build(), ActivationChoice.ALL));
    int[] order =
        IntStream.range(0, CLASSES)
            .flatMap(c -> IntStream.range(0, 40).filter(i -> labels[i] == c))
            .filter(i -> i != 7)
            .toArray();
    assertThat(arrays.get("activations/fc2").head()).contains("(39, 3,)");
    for (int row = 0; row < order.length; row++) {
      double[] scores = network.forward(Fixtures.pixels(images.get(order[row]))).get(1)[1];
      assertThat((double) arrays.get("activations/fc2").number(row * CLASSES + 1))
          .isCloseTo(scores[1], within(1e-4));
      assertThat(arrays.get("labels").integer(row)).isEqualTo(labels[order[row]]);
    }
  }

  @Test
  void whatIsTooMuchOrNotObservedIsRefusedBeforeRunning() {
    assertThatThrownBy(
            () -> npz(AnalysisOptions.builder(), new ActivationChoice(List.of("fc7"), 0)))
        .isInstanceOf(PlanException.class)
        .hasMessage(
            "`activationLayers` names fc7, which is not observed; observed are fc1, fc2;"
                + " `layers` says which");
    System.setProperty(LIMIT, "1000");
    assertThatThrownBy(() -> npz(AnalysisOptions.builder(), ActivationChoice.ALL))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("the activations of 300 images would take 26,400 bytes")
        .hasMessageEndingWith(
            "the limit is 1,000; if it is meant, raise it with `-D" + LIMIT + "`");
  }

  /**
   * An array of the file.
   *
   * @param head what NumPy's header says
   * @param values its little-endian bytes
   */
  private record Array(String head, ByteBuffer values) {
    float number(int at) {
      return values.getFloat(at * Float.BYTES);
    }

    long integer(int at) {
      return values.getLong(at * Long.BYTES);
    }
  }

  private static Map<String, Array> read(byte[] npz) throws IOException {
    Map<String, Array> arrays = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(npz))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        ByteBuffer bytes = ByteBuffer.wrap(zip.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
        int length = bytes.getShort(8);
        assertThat((10 + length) % 64).as("aligned").isZero();
        String head = new String(bytes.array(), 10, length, StandardCharsets.US_ASCII);
        ByteBuffer values =
            bytes.slice(10 + length, bytes.capacity() - 10 - length).order(ByteOrder.LITTLE_ENDIAN);
        arrays.put(entry.getName().replaceFirst("\\.npy$", ""), new Array(head, values));
      }
    }
    return arrays;
  }

  private static double entropy(double[] x) {
    double sum = IntStream.range(0, x.length).mapToDouble(i -> Math.exp(x[i])).sum();
    return IntStream.range(0, x.length)
        .mapToDouble(i -> Math.exp(x[i]) / sum)
        .map(p -> p == 0 ? 0 : -p * Math.log(p))
        .sum();
  }
}
