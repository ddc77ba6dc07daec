package io.entroscope.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NearestNamesTest {
  @Test
  void countsEdits() {
    assertThat(NearestNames.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(NearestNames.distance("", "abc")).isEqualTo(3);
  }

  @Test
  @Timeout(20)
  void ofLongNamesTheBeginningCounts() {
    String large = "a".repeat(1_000_000);
    assertThat(NearestNames.hint(large, List.of("cat", large)))
        .isEqualTo("; choose from cat, " + "a".repeat(100) + "...");
    List<String> many = IntStream.range(0, 20).mapToObj(i -> large + i).toList();
    assertThat(NearestNames.hint(large, many)).hasSize("; did you mean , , ?".length() + 3 * 103);
  }
}
