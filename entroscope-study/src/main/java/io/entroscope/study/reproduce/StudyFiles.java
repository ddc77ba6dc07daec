package io.entroscope.study.reproduce;

import io.entroscope.result.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The files that show a study as a whole. */
final class StudyFiles {
  private StudyFiles() {}

  /** Writes the record and the page. */
  static void write(Path out, Reproduction study) throws IOException {
    ExperimentFiles.writeJson(out.resolve("reproduction.json"), study);
    byte[] page = new ReproductionPage(study).text().getBytes(StandardCharsets.UTF_8);
    WholeFile.write(out.resolve("reproduction.md"), stream -> stream.write(page));
  }
}
