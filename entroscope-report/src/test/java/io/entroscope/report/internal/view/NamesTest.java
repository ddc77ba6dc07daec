package io.entroscope.report.internal.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
  @ParameterizedTest
  @CsvSource({"a/b.onnx, b.onnx", "a/b/, b", "C:\\a\\b\\\\, b", "b, b", "//, //", "'', ''"})
  void aFileIsTheLastPartOfItsPath(String path, String file) {
    assertThat(Names.file(path)).isEqualTo(file);
  }

  @Test
  @Timeout(20)
  void aPathIsReadOnceHoweverManySlashesItHas() {
    assertThat(Names.file("/".repeat(1_000_000) + "x")).isEqualTo("x");
  }
}
