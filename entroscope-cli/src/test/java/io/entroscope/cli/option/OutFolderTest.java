package io.entroscope.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class OutFolderTest {
  @Test
  void whatAKilledProgramLeftIsSettledBeforeTheWork(@TempDir Path folder) throws IOException {
    Path left = Files.createDirectory(folder.resolve(".entroscope-80fcf3ab84b8bc7a"));
    Files.createFile(left.resolve("owner"));
    Path kept = Files.writeString(folder.resolve("fc2-seed1.json"), "{}");
    OutFolder out = new OutFolder();
    new CommandLine(out).parseArgs("--out", folder.toString());

    assertThat(out.writable()).isEqualTo(folder);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(kept);
    }
  }
}
