package io.entroscope.result;

import io.entroscope.files.Content;
import io.entroscope.files.WholeFile;
import io.entroscope.result.columns.SplitGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results as JSON; see {@link JsonFile} for what holds of such files. */
public final class ResultJson {
  static final JsonFile<AnalysisResult> FILE =
      new JsonFile<>(
          AnalysisResult.class,
          AnalysisResult.SCHEMA,
          "result",
          "the result.json that an analysis wrote",
          "analyse again",
          ResultCheck::check);

  /** The name of a result's JSON file. */
  public static final String RESULT = "result.json";

  private ResultJson() {}

  /**
   * Reads a result file.
   *
   * @throws ResultException if there is none, or it is not a result of a version known here
   */
  public static AnalysisResult read(Path file) {
    return FILE.read(file, LargeResult::parse);
  }

  /**
   * What the files of a result hold, by their names, to be written in this order: {@code
   * result.json}, and before it, where that alone would be very large, {@code result.npz} with the
   * numbers by class, unit and sample, which NumPy reads.
   */
  public static Map<String, Content> contents(AnalysisResult result) {
    Map<String, Content> contents = new LinkedHashMap<>();
    if (LargeResult.is(result)) {
      LargeResult large = new LargeResult(result, FILE);
      contents.put(SplitGenerator.FILE_NAME, large::writeArrays);
      contents.put(RESULT, large::writeJson);
    } else {
      contents.put(RESULT, out -> write(result, out));
    }
    return contents;
  }

  /** The names of the files that the result in a folder consists of, beside its result.json. */
  public static List<String> beside(Path folder) {
    try {
      return LargeResult.namesArrays(folder.resolve(RESULT))
          ? List.of(SplitGenerator.FILE_NAME)
          : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }

  /**
   * Writes a result file, whole or not at all: under a temporary name first, then moved.
   *
   * @throws ResultException if it cannot be written, or holds a number that is not finite; the
   *     message names the field
   */
  public static void write(AnalysisResult result, Path file) {
    try {
      WholeFile.write(file, out -> write(result, out));
    } catch (IOException e) {
      throw new ResultException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Writes a result to a stream and leaves the stream open.
   *
   * @throws ResultException if the result holds a number that is not finite; the message names the
   *     field
   */
  public static void write(AnalysisResult result, OutputStream out) throws IOException {
    FILE.write(result, out);
  }
}
