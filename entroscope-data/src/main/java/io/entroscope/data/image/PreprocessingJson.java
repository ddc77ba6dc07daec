package io.entroscope.data.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entroscope.data.DataException;
import io.entroscope.setting.Setting;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Preprocessing as an entry in a model's metadata, so that the model alone says how it wants its
 * images: {@code {"scale":0.00392,"mean":[0.1307],"std":[0.3081],"resize":[28,28]}}, where {@code
 * resize} is {@code [height, width]} and may be missing.
 */
public final class PreprocessingJson {
  /** The key of the metadata entry. */
  public static final String KEY = "entroscope.preprocessing";

  private static final Set<String> FIELDS = Set.of("scale", "mean", "std", "resize");

  private PreprocessingJson() {}

  /** Made where it is needed only: most models have no such entry, and planning them waits. */
  private static final class Json {
    static final JsonMapper MAPPER =
        JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  }

  /** The text of the entry; numbers are written so that they are read back exactly. */
  public static String write(Preprocessing preprocessing) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("scale", preprocessing.scale());
    preprocessing.mean().forEach(json.putArray("mean")::add);
    preprocessing.std().forEach(json.putArray("std")::add);
    preprocessing
        .resize()
        .ifPresent(size -> json.putArray("resize").add(size.height()).add(size.width()));
    return json.toString();
  }

  /**
   * The preprocessing that a model's metadata holds; empty if it has no such entry.
   *
   * @throws DataException if the entry is not understood
   */
  public static Optional<Preprocessing> read(Map<String, String> metadata) {
    String text = metadata.get(KEY);
    return text == null ? Optional.empty() : Optional.of(parse(text));
  }

  private static Preprocessing parse(String text) {
    try {
      JsonNode json = Json.MAPPER.readTree(text);
      if (!json.isObject()) {
        throw bad("it is no JSON object", null);
      }
      for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        // An unknown step left out would give wrong inputs.
        if (!FIELDS.contains(name)) {
          throw bad("this version does not know its '" + name + "'", null);
        }
      }
      Preprocessing plain =
          new Preprocessing(
              number(json.path("scale"), "scale"),
              numbers(json.path("mean"), "mean"),
              numbers(json.path("std"), "std"),
              Optional.empty());
      JsonNode size = json.path("resize");
      if (size.isMissingNode() || size.isNull()) {
        return plain;
      }
      if (!size.isArray() || size.size() != 2 || !size.get(0).isInt() || !size.get(1).isInt()) {
        throw bad("its resize is not [height, width]", null);
      }
      return plain.withResize(new ImageSize(size.get(0).intValue(), size.get(1).intValue()));
    } catch (JsonProcessingException e) {
      throw bad("it is not JSON", e);
    }
  }

  private static double number(JsonNode node, String name) {
    if (!node.isNumber()) {
      throw bad("its " + name + " is missing or not a number", null);
    }
    return node.doubleValue();
  }

  private static List<Double> numbers(JsonNode node, String name) {
    if (!node.isArray()) {
      throw bad("its " + name + " is missing or not a list of numbers", null);
    }
    List<Double> values = new ArrayList<>();
    for (JsonNode value : node) {
      values.add(number(value, name));
    }
    return values;
  }

  private static DataException bad(String why, @Nullable Throwable cause) {
    String message =
        "the model's metadata entry "
            + KEY
            + " is not understood ("
            + why
            + "); give "
            + Setting.MEAN
            + ", "
            + Setting.STD
            + " and "
            + Setting.SCALE
            + " yourself, or export the model again";
    return cause == null ? new DataException(message) : new DataException(message, cause);
  }
}
