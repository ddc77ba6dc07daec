package io.entroscope.report.internal.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entroscope.result.Interval;
import io.entroscope.result.derived.EntropyScale;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** JSON that is safe inside an HTML script element, whatever names are in it. */
public final class ViewJson {
  /** What is not there is left out. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private ViewJson() {}

  /** What writes one JSON value, of records where these are not too long. */
  @FunctionalInterface
  public interface Content {
    void writeTo(JsonGenerator json) throws IOException;
  }

  public static String text(Content content) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = MAPPER.createGenerator(out)) {
      json.setCharacterEscapes(new ScriptSafe());
      content.writeTo(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  /** A number field that is left out when there is none. */
  public static void number(JsonGenerator json, String name, @Nullable Double value)
      throws IOException {
    if (value != null && Double.isFinite(value)) {
      json.writeNumberField(name, value);
    }
  }

  /** A number for a record, which leaves out what is none. */
  public static @Nullable Double finite(@Nullable Double value) {
    return value == null || !Double.isFinite(value) ? null : value;
  }

  /** The lower and the upper limit for a record. */
  public static double @Nullable [] limits(@Nullable Interval interval) {
    return interval == null ? null : new double[] {interval.low(), interval.high()};
  }

  /** A text field that is left out when there is none. */
  public static void string(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }

  /**
   * What normalised entropies are measured in: its formula, and its highest value if it has one.
   */
  public static void scale(JsonGenerator json, EntropyScale scale) throws IOException {
    OptionalDouble most = scale.most();
    json.writeObjectField(
        "entropy", new Scale(scale.formula(), most.isPresent() ? most.getAsDouble() : null));
  }

  record Scale(String formula, @Nullable Double most) {}

  /**
   * Escapes what could end a script element, and what is no character of its own. What would turn
   * the order of the text behind it does not get into the page.
   */
  private static final class ScriptSafe extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private final int[] ascii = CharacterEscapes.standardAsciiEscapesForJSON();

    ScriptSafe() {
      for (char c : new char[] {'<', '>', '&'}) {
        ascii[c] = CharacterEscapes.ESCAPE_STANDARD;
      }
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ascii.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
      if (TextOrder.isTurnedBy(c)) {
        return new SerializedString("\\ufffd");
      }
      return c == 0x2028 || c == 0x2029 || Character.isSurrogate((char) c)
          ? new SerializedString(String.format("\\u%04x", c))
          : null;
    }
  }
}
