package io.entroscope.result;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.entroscope.files.Inputs;
import io.entroscope.files.NpzWriter;
import io.entroscope.result.columns.ColumnReader;
import io.entroscope.result.columns.JoiningParser;
import io.entroscope.result.columns.SplitGenerator;
import io.entroscope.result.json.RecordJson;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.result.layer.FeatureMap;
import io.entroscope.result.layer.LayerResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A result whose numbers by class, unit and sample, and whose pictures, lie beside its JSON, in an
 * .npz that the JSON names with its SHA-256. Small results are one JSON file.
 */
final class LargeResult {
  /** More numbers than these make some 20 MB of JSON. */
  static final long MOST_NUMBERS = 2_000_000;

  /** How many numbers a class of a layer has beside those of units. */
  private static final int OF_A_CLASS = 40;

  /** How many characters of a picture weigh as much as a number. */
  private static final int CHARACTERS = 10;

  private static final SplitGenerator.Places APART =
      new SplitGenerator.Places(
          Pattern.compile(
              "/samples|/mistakes"
                  + "|/layers/\\d+(/preactivation)?/(classes|samples|featureMaps)"
                  + "|/verdict(/standardized|/image)?/classes"),
          Set.of("png", "pixels"));

  private final AnalysisResult result;
  private final JsonFile<AnalysisResult> file;
  private @Nullable String sum;

  /** A result that is large. */
  LargeResult(AnalysisResult result, JsonFile<AnalysisResult> file) {
    this.result = result;
    this.file = file;
  }

  /** Whether a result is better kept in two files. */
  static boolean is(AnalysisResult result) {
    long numbers = 0;
    for (SampleImage sample : result.samples()) {
      numbers += sample.png() == null ? 0 : sample.png().length() / CHARACTERS;
    }
    for (LayerResult layer : result.layers()) {
      numbers += numbers(layer.classes(), layer.samples());
      numbers += numbers(layer.featureMaps());
      LayerResult.Preactivation before = layer.preactivation();
      numbers += before == null ? 0 : numbers(before.classes(), before.samples());
    }
    return numbers > MOST_NUMBERS;
  }

  private static long numbers(List<ClassStatistics> classes, float[][] samples) {
    long numbers = 0;
    for (ClassStatistics of : classes) {
      numbers += OF_A_CLASS;
      numbers += length(of.units().meanActivation()) + length(of.units().pattern());
      long[] wins = of.units().wins();
      numbers += wins == null ? 0 : wins.length;
      long[][] histogram = of.activationHistogram();
      for (long[] unit : histogram == null ? new long[0][] : histogram) {
        numbers += unit.length;
      }
    }
    for (float[] sample : samples) {
      numbers += sample.length;
    }
    return numbers;
  }

  private static long numbers(@Nullable List<FeatureMap> maps) {
    long numbers = 0;
    for (FeatureMap map : maps == null ? List.<FeatureMap>of() : maps) {
      numbers += map.low().length + map.high().length + map.pixels().length() / CHARACTERS;
    }
    return numbers;
  }

  private static long length(float @Nullable [] values) {
    return values == null ? 0 : values.length;
  }

  /** Writes the .npz. */
  void writeArrays(OutputStream out) throws IOException {
    DigestOutputStream summed = new DigestOutputStream(out, sha256());
    try (NpzWriter npz = new NpzWriter(summed)) {
      write(OutputStream.nullOutputStream(), npz, null);
    }
    sum = HexFormat.of().formatHex(summed.getMessageDigest().digest());
  }

  /** Writes the JSON, which names the .npz. */
  void writeJson(OutputStream out) throws IOException {
    if (sum == null) {
      writeArrays(OutputStream.nullOutputStream());
    }
    try (NpzWriter none = new NpzWriter(OutputStream.nullOutputStream())) {
      write(out, none, sum);
    }
  }

  private void write(OutputStream json, NpzWriter npz, @Nullable String known) throws IOException {
    file.write(result, json, finite -> new SplitGenerator(finite, npz, APART, known));
  }

  /** Reads a result, of one file or of two. */
  static AnalysisResult parse(Path file) throws IOException {
    if (!namesArrays(file)) {
      return JsonFile.parse(
          file, in -> RecordJson.whole(JsonFile.MAPPER, AnalysisResult.class).readValue(in));
    }
    Path npz = file.resolveSibling(SplitGenerator.FILE_NAME);
    if (!npz.getFileSystem().equals(FileSystems.getDefault())) {
      throw new ResultException(
          "the numbers beside "
              + file
              + " are read from this machine's disks alone; copy both here");
    }
    requireSame(npz, sumOfArrays(file), file);
    try (ColumnReader columns = ColumnReader.open(npz)) {
      return JsonFile.parse(file, in -> together(in, columns));
    }
  }

  private static AnalysisResult together(InputStream in, ColumnReader columns) throws IOException {
    try (JsonParser json = JsonFile.MAPPER.getFactory().createParser(in)) {
      return JsonFile.MAPPER.readValue(
          new JoiningParser(json, JsonFile.MAPPER, columns), AnalysisResult.class);
    }
  }

  /** Whether the field behind the schema says that there is an .npz. */
  static boolean namesArrays(Path file) throws IOException {
    try (InputStream in = Inputs.stream(file);
        JsonParser parser = JsonFile.MAPPER.getFactory().createParser(in)) {
      return findArrays(parser);
    }
  }

  private static boolean findArrays(JsonParser parser) throws IOException {
    return parser.nextToken() == JsonToken.START_OBJECT
        && parser.nextToken() == JsonToken.FIELD_NAME
        && parser.nextToken() == JsonToken.VALUE_STRING
        && parser.nextToken() == JsonToken.FIELD_NAME
        && parser.currentName().equals(SplitGenerator.ARRAYS);
  }

  /** The SHA-256 that the JSON says the .npz has; empty if it says none. */
  private static String sumOfArrays(Path file) throws IOException {
    try (InputStream in = Inputs.stream(file);
        JsonParser parser = JsonFile.MAPPER.getFactory().createParser(in)) {
      if (!findArrays(parser)) {
        return "";
      }
      parser.nextToken();
      JsonNode arrays = JsonFile.MAPPER.readTree(parser);
      return arrays.path(SplitGenerator.SHA256).asText();
    }
  }

  private static void requireSame(Path npz, String wanted, Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(Inputs.stream(npz), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (NoSuchFileException e) {
      throw new ResultException(
          "the numbers of "
              + file
              + " are in "
              + npz.getFileName()
              + ", which is not beside it; copy both files, or analyse again",
          e);
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(wanted)) {
      throw new ResultException(
          npz
              + " is not the file that "
              + file.getFileName()
              + " was written with (its SHA-256 is another); copy both, or analyse again");
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
