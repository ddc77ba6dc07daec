package io.entroscope.result;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entroscope.files.Inputs;
import io.entroscope.files.Reasons;
import io.entroscope.result.columns.NumberArrays;
import io.entroscope.result.json.RecordCheck;
import io.entroscope.result.json.RecordJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Files of one schema: one field a line, arrays of numbers on one line, no NaN ever. What is not
 * marked as nullable in the records must be in a file; new fields are nullable, so old files still
 * load.
 *
 * @param type what is in them
 * @param schema that they name
 * @param noun what a message calls one: "result"
 * @param maker what wrote it: "the result.json that an analysis wrote"
 * @param again what writes it anew: "analyse again"
 * @param check throws a {@link RecordCheck.Fault} if the numbers do not fit together
 */
record JsonFile<T>(
    Class<T> type, String schema, String noun, String maker, String again, Check<T> check) {
  /** Looks whether the numbers of a file fit together. */
  @FunctionalInterface
  interface Check<T> {
    void check(T result) throws RecordCheck.Fault;
  }

  static final JsonMapper MAPPER =
      RecordJson.builder()
          .addModule(new NumberArrays())
          // A newer minor version may have added fields.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(SerializationFeature.WRAP_EXCEPTIONS)
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

  /**
   * Reads a file.
   *
   * @throws ResultException if there is none, or it is not of this schema
   */
  T read(Path file) {
    return read(file, one -> parse(one, in -> RecordJson.whole(MAPPER, type).readValue(in)));
  }

  /** Makes of bytes what they mean. */
  @FunctionalInterface
  interface Decode<T> {
    T decode(InputStream in) throws IOException;
  }

  /** What a file of any file system holds. */
  static <T> T parse(Path file, Decode<T> decode) throws IOException {
    try (InputStream in = Inputs.stream(file)) {
      return decode.decode(in);
    }
  }

  /** Makes of a file's JSON what it means. */
  @FunctionalInterface
  interface Parse<T> {
    T parse(Path file) throws IOException;
  }

  /** The same, parsed otherwise. */
  T read(Path file, Parse<T> parse) {
    try {
      String named = schemaOf(file);
      if (!named.equals(schema)) {
        throw new ResultException(
            file
                + (named.isEmpty()
                    ? " is not a " + noun + " file; give " + maker
                    : " has the schema "
                        + named
                        + ", this version reads "
                        + schema
                        + "; use the version of entroscope that wrote it, or "
                        + again));
      }
      T result = parse.parse(file);
      check.check(result);
      return result;
    } catch (RecordCheck.Fault e) {
      throw new ResultException(
          file + " is damaged: " + e.getMessage() + "; " + again + " to write it anew", e);
    } catch (JsonProcessingException e) {
      throw new ResultException(
          file
              + " is not a whole "
              + noun
              + " file: "
              + RecordJson.problem(e)
              + "; "
              + again
              + " to write it anew",
          e);
    } catch (NoSuchFileException e) {
      throw new ResultException("no " + noun + " at " + file + "; check the path", e);
    } catch (IOException e) {
      if (Files.isDirectory(file)) {
        throw new ResultException(file + " is a directory; give the " + noun + ".json in it", e);
      }
      throw new ResultException("cannot read " + file + ": " + Reasons.ofReading(e), e);
    }
  }

  /** The schema that a file names, read without the rest of it; empty if it names none. */
  static String schemaOf(Path file) throws IOException {
    try (InputStream in = Inputs.stream(file);
        JsonParser parser = MAPPER.getFactory().createParser(in)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return "";
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean found = parser.currentName().equals("schema");
        JsonToken value = parser.nextToken();
        if (found) {
          return value == JsonToken.VALUE_STRING ? parser.getText() : "";
        }
        parser.skipChildren();
      }
      return "";
    }
  }

  /**
   * Writes one to a stream and leaves the stream open.
   *
   * @throws ResultException if it holds a number that is not finite; the message names the field
   */
  void write(T result, OutputStream out) throws IOException {
    write(result, out, UnaryOperator.identity());
  }

  /**
   * The same through a generator.
   *
   * @param through makes it around the one that writes
   */
  void write(T result, OutputStream out, UnaryOperator<JsonGenerator> through) throws IOException {
    try (JsonGenerator json = MAPPER.getFactory().createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
      FiniteGenerator finite = new FiniteGenerator(json);
      WRITER.writeValue(through.apply(finite), result);
      finite.writeRaw('\n');
    }
    out.flush();
  }
}
