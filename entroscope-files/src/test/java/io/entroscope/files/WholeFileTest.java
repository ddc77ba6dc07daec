package io.entroscope.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.testing.Facility;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
  void aFolderMayBeALink() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    WholeFile.write(link.resolve("a..b"), out -> out.write('n'));
    WholeFile.write(link.resolve("below/c"), out -> out.write('n'));
    assertThat(real.resolve("a..b")).hasContent("n");
    assertThat(real.resolve("below/c")).hasContent("n");
    assertThat(link).isSymbolicLink();
  }

  @Test
  void aLinkToNowhereStandsInTheWay() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("none"));
    Path loop = Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));
    for (Path one : new Path[] {link, loop}) {
      assertThat(WholeFile.obstacle(one)).contains(one);
      assertThat(WholeFile.obstacle(one.resolve("a/b"))).contains(one);
      assertThatThrownBy(() -> WholeFile.write(one.resolve("a"), out -> out.write(1)))
          .isInstanceOf(IOException.class)
          .hasMessage(one + " is a link that leads to nothing");
    }
    assertThat(WholeFile.obstacle(folder.resolve("new/a"))).isEmpty();
  }

  @Test
  void aSetHoldsOnlyFilesBelowItsFolder() throws IOException {
    try (FileSet set = FileSet.in(folder)) {
      for (String name : List.of("../x", "a/../../x", "/x")) {
        assertThatThrownBy(() -> set.add(name, out -> out.write(1)))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void aDeviceIsWrittenToAndNotReplaced() throws IOException {
    Path device = Path.of("/dev/null");
    Facility.POSIX.need(Files.exists(device), "no " + device);
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

  @Test
  void aMissingFolderForTemporaryFilesIsToldInWords() {
    String before = System.getProperty("java.io.tmpdir");
    System.setProperty("java.io.tmpdir", folder.resolve("gone").toString());
    try {
      assertThatThrownBy(Scratch::make)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("cannot make a folder for temporary files: there is no " + folder)
          .hasMessageEndingWith("; set TMPDIR");
    } finally {
      System.setProperty("java.io.tmpdir", before);
    }
  }
}
