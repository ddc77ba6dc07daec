package io.entroscope.study.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.core.plan.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page kept beside the documentation is what its experiments' files give. */
class PublishedStudyTest {
  private static final Path PUBLISHED = Path.of("..", "docs", "reproduction");
  private static final String WRITTEN_BY = "0.1.0-SNAPSHOT";
  private static final int SEEDS = 3;

  @TempDir private Path folder;

  @Test
  void followsFromItsExperiments() throws IOException {
    try (Stream<Path> files = Files.walk(PUBLISHED)) {
      for (Path file : files.filter(PublishedStudyTest::isSource).toList()) {
        Path copy = folder.resolve(PUBLISHED.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }

    String version = Study.pages(folder, SEEDS).tool().version();

    assertThat(version).isEqualTo(Tool.INFO.version());
    assertThat(text(folder.resolve("reproduction.md"), version))
        .isEqualTo(text(PUBLISHED.resolve("README.md"), WRITTEN_BY));
    assertThat(text(folder.resolve("reproduction.json"), version))
        .isEqualTo(text(PUBLISHED.resolve("reproduction.json"), WRITTEN_BY));
  }

  private static boolean isSource(Path file) {
    String name = file.getFileName().toString();
    return name.equals("experiment.json") || name.equals("study.json");
  }

  /** A file without the version of the program that wrote it. */
  private static String text(Path file, String version) throws IOException {
    return Files.readString(file).replace(version, "VERSION");
  }
}
