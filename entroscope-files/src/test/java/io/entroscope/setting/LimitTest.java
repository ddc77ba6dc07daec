package io.entroscope.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LimitTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z]+)` \\|.*\\| ([0-9,]+) \\|$");

  @Test
  void documentedLimitsAreThoseThatHold() throws IOException {
    Map<String, Long> documented = new LinkedHashMap<>();
    Matcher row = ROW.matcher(Files.readString(Path.of("..", "SECURITY.md")));
    while (row.find()) {
      documented.put(row.group(1), Long.valueOf(row.group(2).replace(",", "")));
    }
    Map<String, Long> held = new LinkedHashMap<>();
    for (Limit limit : Limit.values()) {
      held.put(limit.name().toLowerCase(Locale.ROOT), limit.value());
    }
    assertThat(documented).isEqualTo(held);
  }
}
