package io.entroscope.study.reproduce;

import io.entroscope.files.FileSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The files that show a study as a whole. */
final class StudyFiles {
  private StudyFiles() {}

  /** Writes the record and the page, both or none. */
  static void write(Path out, Reproduction study) throws IOException {
    byte[] json = ExperimentFiles.json(study);
    byte[] page = new ReproductionPage(study).text().getBytes(StandardCharsets.UTF_8);
    try (FileSet files = FileSet.in(out)) {
      files.add("reproduction.json", stream -> stream.write(json));
      files.add("reproduction.md", stream -> stream.write(page));
      files.commit();
    }
  }
}
