package io.entroscope.study.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import io.entroscope.study.internal.StudyJson;
import io.entroscope.study.reproduce.experiment.ExperimentFiles;
import io.entroscope.study.reproduce.experiment.ExperimentRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The study kept beside the documentation, written by versions before this one. */
class KeptStudyTest {
  private static final Path KEPT = Path.of("..", "docs", "reproduction", "experiments");

  @Test
  void itsExperimentsAreReadAndWrittenToTheByte() throws IOException {
    for (Path file : named("experiment.json")) {
      ExperimentRecord kept = ExperimentFiles.read(file, ExperimentRecord.class);
      assertThat(file).as("%s", file).hasBinaryContent(StudyJson.bytes(kept));
    }
  }

  @Test
  void itsResultsAreReadAndWrittenToTheByte() throws IOException {
    for (Path file : named("result.json")) {
      AnalysisResult kept = ResultJson.read(file);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ResultJson.write(kept, out);
      assertThat(file).as("%s", file).hasBinaryContent(out.toByteArray());
    }
  }

  private static List<Path> named(String name) throws IOException {
    try (Stream<Path> files = Files.walk(KEPT)) {
      List<Path> found = files.filter(file -> file.endsWith(name)).sorted().toList();
      assertThat(found).hasSizeGreaterThan(30);
      return found;
    }
  }
}
