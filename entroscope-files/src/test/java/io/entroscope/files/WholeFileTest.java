package io.entroscope.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir Path folder;

  @Test
  void holdsWhatWasWritten() throws IOException {
    byte[] bytes = new byte[3_000_001];
    new Random(1).nextBytes(bytes);
    WholeFile.write(
        folder.resolve("x/y"),
        out -> {
          out.write(bytes[0]);
          out.write(bytes, 1, bytes.length - 1);
          out.close();
        });
    assertThat(folder.resolve("x/y")).hasBinaryContent(bytes);
    assertThat(folder.resolve("x")).isDirectoryContaining("glob:**/y");
  }

  @Test
  void aFailureLeavesTheFileThatWasThere() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "earlier");
    assertThatThrownBy(
            () ->
                WholeFile.write(
                    file,
                    out -> {
                      out.write(1);
                      throw new IllegalStateException("no");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(file).hasContent("earlier");
    assertThat(folder.toFile().list()).containsExactly("f");
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path file =
        Files.writeString(Files.createDirectory(folder.resolve("d")).resolve("f"), "earlier");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    WholeFile.write(link, out -> out.write('n'));
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("n");
  }

  @Test
  void aDeviceIsWrittenToAndNotReplaced() throws IOException {
    Path device = Path.of("/dev/null");
    assumeThat(device).exists();
    WholeFile.write(device, out -> out.write(1));
    assertThat(Files.isRegularFile(device)).isFalse();
  }

  @Test
  void theReasonIsSaidInWords() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "x");
    assertThatThrownBy(() -> WholeFile.write(file.resolve("below"), out -> out.write(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is a file, not a directory");
    assertThatThrownBy(() -> WholeFile.write(folder, out -> out.write(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is a folder");
  }

  @Test
  void scratchFoldersOfEndedProgramsAreRemoved() throws IOException {
    Path left = Files.createDirectory(folder.resolve("entroscope-AbCdEfGhIjKlMnOp"));
    Files.createFile(left.resolve("owner"));
    Files.writeString(left.resolve("library.so"), "unpacked");
    Path starting = Files.createDirectory(folder.resolve("entroscope-0000000000000001"));
    Path ended = Files.createDirectory(folder.resolve("entroscope-0000000000000002"));
    Files.setLastModifiedTime(ended, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    Path other = Files.createDirectory(folder.resolve("entroscope-out"));
    Path own = Files.createDirectory(folder.resolve("entroscope-AAAAAAAAAAAAAAAA"));
    try (Scratch scratch = Scratch.adopt(own).orElseThrow()) {
      assertThat(left).doesNotExist();
      assertThat(ended).doesNotExist();
      assertThat(starting).exists();
      assertThat(other).exists();
      Files.writeString(scratch.path().resolve("x"), "x");
      assertThat(Scratch.adopt(own)).isEmpty();
    }
    assertThat(own).doesNotExist();
  }
}
