package io.entroscope.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Results as JSON: one field a line, arrays of numbers on one line, no NaN ever. */
public final class ResultJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          // A newer minor version may have added fields.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();
  private static final ObjectWriter WRITER =
      MAPPER.writer(
          new DefaultPrettyPrinter(
                  Separators.createDefaultInstance()
                      .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
              .withObjectIndenter(new DefaultIndenter(" ", "\n"))
              .withArrayIndenter(DefaultPrettyPrinter.NopIndenter.instance));

  static {
    MAPPER
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build());
  }

  private ResultJson() {}

  /**
   * Reads a result file.
   *
   * @throws ResultException if there is none, or it is not a result of a version known here
   */
  public static AnalysisResult read(Path file) {
    try {
      JsonNode tree = MAPPER.readTree(file.toFile());
      String schema = tree == null ? "" : tree.path("schema").asText();
      if (!schema.equals(AnalysisResult.SCHEMA)) {
        throw new ResultException(
            file
                + (schema.isEmpty()
                    ? " is not a result file; give the result.json that `entroscope analyze` wrote"
                    : " has the schema "
                        + schema
                        + ", this version reads "
                        + AnalysisResult.SCHEMA
                        + "; use the version of entroscope that wrote it, or analyse again"));
      }
      return MAPPER.treeToValue(tree, AnalysisResult.class);
    } catch (JsonProcessingException e) {
      throw new ResultException(file + " is not a whole result file: " + e.getOriginalMessage(), e);
    } catch (NoSuchFileException | java.io.FileNotFoundException e) {
      throw new ResultException("no result at " + file + "; check the path", e);
    } catch (IOException e) {
      throw new ResultException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Writes a result file, whole or not at all: under a temporary name first, then moved.
   *
   * @throws ResultException if it cannot be written
   */
  public static void write(AnalysisResult result, Path file) {
    Path absolute = file.toAbsolutePath();
    Path temporary = absolute.resolveSibling(absolute.getFileName() + ".part");
    try {
      try (OutputStream out = Files.newOutputStream(temporary)) {
        write(result, out);
      }
      Files.move(temporary, absolute, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw new ResultException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** Writes a result to a stream and leaves the stream open. */
  public static void write(AnalysisResult result, OutputStream out) throws IOException {
    WRITER.without(JsonGenerator.Feature.AUTO_CLOSE_TARGET).writeValue(out, result);
    out.write('\n');
    out.flush();
  }
}
