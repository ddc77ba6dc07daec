package io.entroscope.study.reproduce.page;

import io.entroscope.files.FileSet;
import io.entroscope.report.Png;
import io.entroscope.study.internal.StudyJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes the files that present a whole study. */
public final class StudyFiles {
  private StudyFiles() {}

  /** Writes {@code reproduction.json}, the page and its own figure, all or none. */
  public static void write(Path out, Reproduction study) throws IOException {
    byte[] json = StudyJson.bytes(study);
    byte[] page = new ReproductionPage(study).text().getBytes(StandardCharsets.UTF_8);
    try (FileSet files = FileSet.in(out)) {
      files.add("reproduction.json", stream -> stream.write(json));
      files.add("reproduction.md", stream -> stream.write(page));
      if (!study.judgement().accuracy().associations().isEmpty()) {
        String figure = AccuracyFigure.svg(study);
        byte[] drawn = figure.getBytes(StandardCharsets.UTF_8);
        byte[] picture = Png.of(figure);
        files.add(AccuracyFigure.FILE, stream -> stream.write(drawn));
        files.add(AccuracyFigure.FILE.replace(".svg", ".png"), stream -> stream.write(picture));
      }
      files.commit();
    }
  }
}
