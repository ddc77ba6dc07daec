package io.entroscope.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsTest {
  @TempDir Path folder;

  @Test
  void opensFilesAndLinksToThem() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "text");
    Path link = Files.createSymbolicLink(folder.resolve("b"), file);
    for (Path one : new Path[] {file, link}) {
      try (InputStream in = Inputs.stream(one)) {
        assertThat(in.readAllBytes()).asString().isEqualTo("text");
      }
      try (FileChannel channel = Inputs.channel(one)) {
        assertThat(channel.read(ByteBuffer.allocate(9))).isEqualTo(4);
      }
    }
  }

  @Test
  void opensNoDeviceAndNoLinkToOne() throws IOException {
    Path zero = Path.of("/dev/zero");
    for (Path one : new Path[] {zero, Files.createSymbolicLink(folder.resolve("c"), zero)}) {
      assertThatThrownBy(() -> Inputs.stream(one))
          .isInstanceOf(FileSystemException.class)
          .hasMessage(one + ": it is a pipe, a socket or a device, not a file");
      assertThatThrownBy(() -> Inputs.channel(one)).isInstanceOf(FileSystemException.class);
    }
  }

  @Test
  void takesWhatAShellHandsOver() {
    assertThatCode(() -> Inputs.requireFile(Path.of("/dev/stdin"))).doesNotThrowAnyException();
    assertThatCode(() -> Inputs.requireFile(Path.of("/dev/fd/0"))).doesNotThrowAnyException();
  }

  @Test
  void leavesItToTheReaderThatNothingIsThere() throws IOException {
    Path none = folder.resolve("none");
    Inputs.requireFile(none);
    assertThatThrownBy(() -> Inputs.stream(none)).isInstanceOf(NoSuchFileException.class);
  }
}
