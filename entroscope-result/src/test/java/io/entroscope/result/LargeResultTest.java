package io.entroscope.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entroscope.files.Content;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.result.layer.FeatureMap;
import io.entroscope.result.layer.LayerFacts;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.result.layer.UnitStatistics;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results in two files: the JSON and its columns. */
class LargeResultTest {
  private static final int CLASSES = 1000;
  private static final int LAYERS = 50;
  private static final int UNITS = 3;
  private static final int PICTURE = 10_000;
  private static final long MOST_JSON = 20_000_000;

  @TempDir private Path folder;

  private final Random random = new Random(31);

  /** A small result written as large ones are. */
  private Path apart(AnalysisResult result) throws IOException {
    LargeResult large = new LargeResult(result, ResultJson.FILE);
    write("result.npz", large::writeArrays);
    return write("result.json", large::writeJson);
  }

  private Path write(String name, Content content) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      content.writeTo(out);
    }
    return file;
  }

  private Path written(AnalysisResult result) throws IOException {
    for (Map.Entry<String, Content> file : ResultJson.contents(result).entrySet()) {
      write(file.getKey(), file.getValue());
    }
    return folder.resolve("result.json");
  }

  @Test
  void saysWhichFileAResultHasBeside() throws IOException {
    assertThat(ResultJson.beside(folder)).isEmpty();
    apart(Results.full());
    assertThat(ResultJson.beside(folder)).containsExactly("result.npz");
    ResultJson.write(Results.full(), folder.resolve("result.json"));
    assertThat(ResultJson.beside(folder)).isEmpty();
  }

  private float[] floats(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  private ClassStatistics statistics(int c) {
    ClassStatistics of = Results.statistics("class " + c, floats(UNITS));
    return new ClassStatistics(
        of.className(),
        of.images() + c,
        of.patternEntropy(),
        of.patternEntropyStandardized(),
        of.imageEntropy(),
        of.imageEntropyStandardized(),
        random.nextDouble(),
        // Some classes have no units, and histograms are of unequal length.
        c % 7 == 3
            ? UnitStatistics.NONE
            : new UnitStatistics(floats(UNITS), floats(UNITS), new long[] {c, 1, 2}),
        c % 2 == 0 ? null : new long[][] {{c}, {1, 2}, {}},
        c == 5 ? null : of.indicators());
  }

  private static LayerFacts facts(LayerFacts of) {
    return new LayerFacts(
        of.name(),
        of.node(),
        of.tensor(),
        of.kind(),
        of.activation(),
        of.depth(),
        UNITS,
        of.weights(),
        of.shape(),
        of.role());
  }

  private String picture(int bytes) {
    byte[] picture = new byte[bytes];
    random.nextBytes(picture);
    return Base64.getEncoder().encodeToString(picture);
  }

  /** Two of a class, of which some have no picture and some a name. */
  private List<SampleImage> samples(int classes) {
    return IntStream.range(0, 2 * classes)
        .mapToObj(
            i ->
                new SampleImage(
                    i,
                    i % 5 == 1 ? null : i + ".png",
                    i / 2,
                    i % 3 == 0 ? null : 0,
                    i % 7 == 2 ? null : picture(PICTURE + i % 4)))
        .toList();
  }

  /** As many layers and classes as wide networks on ImageNet have, of few units. */
  private AnalysisResult large(int layers, int classes) {
    AnalysisResult small = Results.full();
    LayerResult one = small.layers().get(0);
    List<String> names = new ArrayList<>();
    List<ClassStatistics> each = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      names.add("class " + c);
      each.add(statistics(c));
    }
    LayerResult layer =
        new LayerResult(
            facts(one.facts()),
            one.observation(),
            statistics(0),
            each,
            one.mean(),
            Collections.nCopies(2 * classes, floats(UNITS)).toArray(float[][]::new),
            null,
            List.of(new FeatureMap(0, 1, 4, floats(UNITS), floats(UNITS), picture(12))),
            null,
            one.indicators());
    DataInfo data = small.data();
    Verdict.Curve curve = small.verdict().average();
    List<Verdict.Curve> curves = Collections.nCopies(classes, curve);
    Verdict.Reading reading = new Verdict.Reading(curve, curves);
    long[][] confusion = new long[classes][classes];
    return new AnalysisResult(
        new AnalysisResult.Origin(
            small.origin().schema(),
            small.tool(),
            small.model(),
            new DataInfo(
                data.path(),
                data.format(),
                data.split(),
                data.images(),
                data.available(),
                data.skipped(),
                names,
                Collections.nCopies(classes, 1L),
                data.arrays()),
            small.settings()),
        new AnalysisResult.Predictions(
            0.5, small.accuracyInterval(), confusion, 0.7, small.predictions().mistakes()),
        new Verdict("It falls.", 0.01, curve, curves, 3, "bonferroni", reading, reading),
        small.caveats(),
        samples(classes),
        Collections.nCopies(layers, layer),
        null,
        small.statistics(),
        small.images(),
        small.blocks());
  }

  @Test
  void smallResultsAreOneFile() throws IOException {
    Path file = written(Results.full());
    assertThat(folder.resolve("result.npz")).doesNotExist();
    assertThat(Files.readString(file)).isEqualTo(ResultJsonTest.json(Results.full()));
  }

  @Test
  void whatIsTakenApartIsPutTogetherAgain() throws IOException {
    for (AnalysisResult result : List.of(Results.full(), large(2, 9))) {
      AnalysisResult read = ResultJson.read(apart(result));
      assertThat(read).usingRecursiveComparison().isEqualTo(result);
      assertThat(ResultJsonTest.json(read)).isEqualTo(ResultJsonTest.json(result));
    }
  }

  @Test
  void theJsonOfAThousandClassesStaysSmall() throws IOException {
    AnalysisResult result = large(LAYERS, CLASSES);
    Path file = written(result);
    assertThat(folder.resolve("result.npz")).isRegularFile();
    assertThat(Files.size(file)).isLessThan(MOST_JSON / 2);
    JsonNode json = JsonMapper.builder().build().readTree(file.toFile());
    assertThat(json.at("/arrays/file").asText()).isEqualTo("result.npz");
    assertThat(json.at("/layers/49/classes/npz").asText()).isEqualTo("layers/49/classes");
    assertThat(json.at("/layers/49/all/pattern")).hasSize(UNITS);
    assertThat(json.at("/samples/npz").asText()).isEqualTo("samples");
    AnalysisResult read = ResultJson.read(file);
    assertThat(read.layers().get(LAYERS - 1).classes().get(CLASSES - 1))
        .usingRecursiveComparison()
        .isEqualTo(result.layers().get(LAYERS - 1).classes().get(CLASSES - 1));
    assertThat(read.verdict().image().classes()).isEqualTo(result.verdict().image().classes());
  }

  @Test
  void numpyFindsColumnsOfAllClasses() throws IOException {
    apart(Results.full());
    try (ZipFile zip = new ZipFile(folder.resolve("result.npz").toFile())) {
      byte[] pattern =
          zip.getInputStream(zip.getEntry("layers/0/classes/pattern.npy")).readAllBytes();
      assertThat(new String(pattern, StandardCharsets.ISO_8859_1))
          .contains("'descr': '<f4'", "'shape': (2, 2,)");
      byte[] labels = zip.getInputStream(zip.getEntry("layers/0/classes/label.npy")).readAllBytes();
      assertThat(new String(labels, StandardCharsets.ISO_8859_1)).contains("'descr': '<U3'");
    }
  }

  @Test
  void picturesAreBytesBehindEachOther() throws IOException {
    AnalysisResult result = large(1, 2);
    apart(result);
    try (ZipFile zip = new ZipFile(folder.resolve("result.npz").toFile())) {
      byte[] all = zip.getInputStream(zip.getEntry("samples/png.npy")).readAllBytes();
      byte[] lengths = zip.getInputStream(zip.getEntry("samples/png.lengths.npy")).readAllBytes();
      assertThat(new String(lengths, StandardCharsets.ISO_8859_1)).contains("'shape': (3,)");
      int last = PICTURE + 3;
      assertThat(Arrays.copyOfRange(all, all.length - last, all.length))
          .isEqualTo(Base64.getDecoder().decode(result.samples().get(3).png()));
      assertThat(zip.getEntry("layers/0/featureMaps/pixels.npy")).isNotNull();
    }
  }

  @Test
  void manyPicturesMakeAResultLarge() {
    AnalysisResult result = large(1, 2);
    assertThat(LargeResult.is(result)).isFalse();
    String picture = "A".repeat(20_000_000);
    List<SampleImage> two = Collections.nCopies(2, new SampleImage(0, null, 0, null, picture));
    assertThat(LargeResult.is(withSamples(result, two))).isTrue();
  }

  private static AnalysisResult withSamples(AnalysisResult of, List<SampleImage> samples) {
    return new AnalysisResult(
        of.origin(),
        of.predictions(),
        of.verdict(),
        of.caveats(),
        samples,
        of.layers(),
        of.training(),
        of.statistics(),
        of.images(),
        of.blocks());
  }

  @Test
  void columnsThatAreMissingOrOthersAreRefused() throws IOException {
    Path file = apart(Results.full());
    Path npz = folder.resolve("result.npz");
    byte[] bytes = Files.readAllBytes(npz);
    bytes[bytes.length / 2] ^= 1;
    Files.write(npz, bytes);
    assertRefused(file, "is not the file that result.json was written with");
    Files.delete(npz);
    assertRefused(file, "are in result.npz, which is not beside it");
  }

  private static void assertRefused(Path file, String part) {
    assertThatThrownBy(() -> ResultJson.read(file))
        .isInstanceOf(ResultException.class)
        .hasMessageContaining(part)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void whatIsNotFiniteIsRefusedInColumnsToo() {
    AnalysisResult result = large(1, 3);
    result.layers().get(0).classes().get(1).units().pattern()[0] = Float.NaN;
    LargeResult large = new LargeResult(result, ResultJson.FILE);
    assertThatThrownBy(() -> large.writeArrays(OutputStream.nullOutputStream()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/layers/0/classes is NaN");
  }
}
