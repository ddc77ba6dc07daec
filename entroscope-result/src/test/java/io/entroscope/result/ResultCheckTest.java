package io.entroscope.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entroscope.testing.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Results that have the right form and cannot be are refused where they are read. */
class ResultCheckTest {
  private static final int STRIDE = 3;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir Path folder;

  private JsonNode full() throws IOException {
    Path file = folder.resolve("full.json");
    ResultJson.write(Results.full(), file);
    return MAPPER.readTree(file.toFile());
  }

  private Path write(JsonNode result) throws IOException {
    Path file = folder.resolve("result.json");
    MAPPER.writeValue(file.toFile(), result);
    return file;
  }

  private void assertRefused(JsonNode result, String part) throws IOException {
    Path file = write(result);
    assertThatThrownBy(() -> ResultJson.read(file))
        .isInstanceOf(ResultException.class)
        .hasMessageContainingAll(file.toString(), part)
        .message()
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "/accuracy, '\"NaN\"'",
    "/accuracy, '\"-Infinity\"'",
    "/layers/0/all/patternEntropy, '\"Infinity\"'",
    "/layers/0/all/pattern/1, '\"NaN\"'",
    "/layers/0/samples/0/0, '\"Infinity\"'",
    "/layers/0/classes/0/label, null",
    "/layers/0/kind, null",
    "/data/path, null",
    "/confusion/0, null",
    "/confusion/0, '[1]'",
    "/confusion, '[]'",
    "/layers/0/classes, '[]'",
    "/layers/0/samples, '[]'",
    "/layers/0/all/wins, '[1]'",
    "/layers/0/all/wins/0, -1",
    "/layers/0/preactivation/all/wins, '[0,9]'",
    "/layers/0/all/imageEntropyQuantiles, '[0.1,0.2]'",
    "/layers/0/all/activationHistogram/0, '[-1]'",
    "/layers/0/all/activationHistogram/0, '[0,-1]'",
    "/layers/0/all/activationHistogram/0, '[4000000000000,1]'",
    "/layers/0/classes/1/pattern, '[0.5,0.25,0.25]'",
    "/layers/0/units, 0",
    "/samples/0/label, 7",
    "/samples/0/label, -1",
    "/data/classImages, '[1]'",
    "/training/epochs/0/patternEntropyNormalized, '[]'",
    "/training/epochs/0/patternEntropyNormalized/0, '[0.5]'",
    "/model/metadata/note, null"
  })
  void namesThePlace(String place, String value) throws IOException {
    JsonNode result = full();
    int slash = place.lastIndexOf('/');
    JsonNode parent = result.at(place.substring(0, slash));
    String last = place.substring(slash + 1);
    assertThat(parent.has(last) || parent.has(parent.isArray() ? Integer.parseInt(last) : -1))
        .as(place)
        .isTrue();
    JsonNode bad = MAPPER.readTree(value);
    if (parent instanceof ArrayNode array) {
      array.set(Integer.parseInt(last), bad);
    } else {
      ((ObjectNode) parent).set(last, bad);
    }
    assertRefused(result, place);
  }

  /**
   * Whatever is put in the place of whatever: it is a result, or one line says why not. A run tries
   * every third place; which, the seed decides.
   */
  @Test
  void everyFieldMayBeAnything() throws IOException {
    List<String> values = List.of("null", "-1", "\"NaN\"", "[null]");
    JsonNode full = full();
    int refused = 0;
    List<String> places = places(full, "", new ArrayList<>());
    for (int i = Math.floorMod(Seeds.seed(0), STRIDE); i < places.size(); i += STRIDE) {
      String place = places.get(i);
      int slash = place.lastIndexOf('/');
      String last = place.substring(slash + 1);
      for (String value : values) {
        JsonNode result = full.deepCopy();
        JsonNode parent = result.at(place.substring(0, slash));
        if (parent instanceof ArrayNode array) {
          array.set(Integer.parseInt(last), MAPPER.readTree(value));
        } else {
          ((ObjectNode) parent).set(last, MAPPER.readTree(value));
        }
        Path file = write(result);
        try {
          ResultJson.read(file);
        } catch (ResultException e) {
          assertThat(e).hasMessageNotContaining("\n");
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(500);
  }

  private static List<String> places(JsonNode node, String at, List<String> into) {
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        into.add(at + "/" + i);
        places(array.get(i), at + "/" + i, into);
      }
    } else if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              field -> {
                into.add(at + "/" + field.getKey());
                places(field.getValue(), at + "/" + field.getKey(), into);
              });
    }
    return into;
  }
}
