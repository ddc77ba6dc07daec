package io.entroscope.study.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.advice.Trial;
import io.entroscope.core.PlanException;
import io.entroscope.study.depth.DepthTraining;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudyJsonTest {
  private static final DepthTraining MADE =
      new DepthTraining(2, "fc16", 1, 3, 12_730, 0.9, 0.91, List.of(0.2, 0.1));

  @TempDir Path folder;

  private Path file(String json) throws IOException {
    return Files.writeString(folder.resolve("a.json"), json);
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Path file = folder.resolve("a.json");
    StudyJson.write(file, MADE);
    assertThat(StudyJson.read(file, DepthTraining.class, "to train again")).isEqualTo(MADE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"architecture\" : \"fc16\";\"architecture\" : null;/architecture is null",
        "\"architecture\" : \"fc16\",;;/architecture is missing",
        "\"layers\" : 2;\"layers\" : null;/layers does not fit",
        "\"layers\" : 2;\"layers\" : \"2\";/layers does not fit",
        "\"layers\" : 2;\"layers\" : 12345678901234567890;/layers does not fit",
        "0.91;1e999;Infinity is no accuracy",
        "0.91;1.5;1.5 is no accuracy",
        "0.91;\"NaN\";NaN is no accuracy",
        "[ 0.2, 0.1 ];[ 0.2, null ];a list in it is null or holds null",
        "[ 0.2, 0.1 ];[ 0.2, 1e999 ];/entropies/1 is Infinity",
        "[ 0.2, 0.1 ];null;a list in it is null or holds null",
      })
  void valuesThatCannotBeAreNamed(String was, String is, String said) throws IOException {
    String json = new String(StudyJson.bytes(MADE), StandardCharsets.UTF_8);
    assertThat(json).contains(was);
    Path file = file(json.replace(was, is == null ? "" : is));
    assertThatThrownBy(() -> StudyJson.read(file, DepthTraining.class, "to train again"))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("a.json is damaged (")
        .hasMessageContaining(said)
        .hasMessageEndingWith("; delete it to train again");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "null;it holds null",
        "[];it holds something else",
        "{};is missing",
        "'';it holds something else",
        "[;",
        "1;it holds something else",
        "\"a\";it holds something else"
      })
  void whatIsNoRecordIsRefused(String json, String why) throws IOException {
    Path file = file(json);
    assertThatThrownBy(() -> StudyJson.read(file, DepthTraining.class, "to train again"))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("a.json is damaged (")
        .hasMessageContaining(why == null ? "" : why)
        .hasMessageNotContaining("io.entroscope");
  }

  @Test
  void nothingStandsBehindTheEnd() throws IOException {
    String json = new String(StudyJson.bytes(MADE), StandardCharsets.UTF_8);
    assertThatThrownBy(
            () -> StudyJson.read(file(json + json), DepthTraining.class, "to train again"))
        .hasMessageContaining("something stands behind its end");
  }

  @Test
  void nullAmongRecordsIsRefused() throws IOException {
    Path file = file("[null]");
    assertThatThrownBy(() -> StudyJson.read(file, Trial[].class, "to judge again"))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("/0 is null");
  }

  @Test
  void aFolderIsNoFile() throws IOException {
    Path inPlace = Files.createDirectory(folder.resolve("b.json"));
    assertThatThrownBy(() -> StudyJson.read(inPlace, DepthTraining.class, "to train again"))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("cannot read ");
  }
}
