package io.entroscope.result.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entroscope.result.Interval;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records that are nested in Java and flat in JSON. */
class RecordPartsTest {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new RecordParts())
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private static final String JSON =
      "{\"name\":\"a\",\"mass\":1.5,\"massUnit\":\"kg\",\"massRange\":{\"low\":1.0,\"high\":2.0},"
          + "\"size\":7,\"depth\":3,\"tags\":[\"x\"]}";

  record Whole(
      String name,
      @JsonUnwrapped(prefix = "mass") Measure mass,
      @JsonUnwrapped Inner inner,
      List<String> tags) {}

  record Measure(double value, @Nullable String unit, @Nullable Interval range) {}

  record Inner(int size, @JsonUnwrapped Innermost innermost) {}

  record Innermost(@JsonProperty("depth") int levels) {}

  private static Whole whole() {
    return new Whole(
        "a",
        new Measure(1.5, "kg", new Interval(1, 2)),
        new Inner(7, new Innermost(3)),
        List.of("x"));
  }

  private static Whole read(String json) throws JsonProcessingException {
    return MAPPER.readValue(json, Whole.class);
  }

  @Test
  void areWrittenFlatInTheirOrder() throws JsonProcessingException {
    assertThat(MAPPER.writeValueAsString(whole())).isEqualTo(JSON);
  }

  @Test
  void areReadFromFieldsInAnyOrder() throws JsonProcessingException {
    assertThat(read(JSON)).isEqualTo(whole());
    String turned =
        "{\"tags\":[\"x\"],\"massRange\":{\"high\":2.0,\"low\":1.0},\"depth\":3,\"name\":\"a\","
            + "\"massUnit\":\"kg\",\"size\":7,\"mass\":1.5}";
    assertThat(read(turned)).isEqualTo(whole());
  }

  @Test
  void unknownFieldsAreLeftAsideEvenThoseNamedLikeAPart() throws JsonProcessingException {
    assertThat(read(JSON.replaceFirst("\\{", "{\"inner\":{\"size\":[1,{}]},\"later\":[[1]],")))
        .isEqualTo(whole());
  }

  @Test
  void whatIsNullableMayBeAbsentOrNull() throws JsonProcessingException {
    assertThat(read(JSON.replace("\"massUnit\":\"kg\",", "")).mass().unit()).isNull();
    assertThat(read(JSON.replace("\"kg\"", "null")).mass().unit()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"mass\":1.5 | \"gone\":1.5 | mass",
        "\"depth\":3 | \"gone\":3 | depth",
        "\"depth\":3 | \"depth\":null | depth",
        "\"name\":\"a\" | \"name\":null | name",
        "\"depth\":3 | \"depth\":\"deep\" | depth",
        "\"low\":1.0 | \"low\":9.0 | massRange",
      })
  void whatDoesNotFitIsNamedByItsField(String found, String instead, String field) {
    assertThatThrownBy(() -> read(JSON.replace(found, instead)))
        .isInstanceOf(JsonProcessingException.class)
        .hasMessageContaining("Whole[\"" + field + "\"]");
  }
}
