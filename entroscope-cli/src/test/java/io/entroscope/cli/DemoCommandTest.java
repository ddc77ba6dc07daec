package io.entroscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
  @TempDir private Path home;

  @Test
  void aCheckoutKeepsItsDemo() {
    assertThat(DemoCommand.usual(home)).isEqualTo(home.resolve("out/demo"));
  }

  /** A file stands in the way as a folder that belongs to someone else does. */
  @Test
  void anInstalledProgramWritesWhereItIsCalled() throws IOException {
    Files.createFile(home.resolve("out"));
    assertThat(DemoCommand.usual(home)).isEqualTo(Path.of("out", "demo"));
  }
}
