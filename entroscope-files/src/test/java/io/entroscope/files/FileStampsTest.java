package io.entroscope.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStampsTest {
  private static final Instant THEN = Instant.parse("2020-02-02T02:02:02Z");

  @TempDir Path folder;

  private Path one;
  private Path two;
  private FileStamps stamps;

  @BeforeEach
  void twoFiles() throws IOException {
    one = file("one", "abc");
    two = file("two", "abc");
    stamps = FileStamps.of(List.of(one, two));
  }

  private Path file(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    return Files.setLastModifiedTime(file, FileTime.from(THEN));
  }

  @Test
  void saysNothingOfFilesThatAreAsTheyWere() throws IOException {
    Files.readString(one);
    assertThat(stamps.change()).isEmpty();
    assertThat(FileStamps.NONE.change()).isEmpty();
  }

  @Test
  void noticesAnotherSizeAtTheSameTime() throws IOException {
    file("two", "ab");
    assertThat(stamps.change()).contains(two + " was changed");
  }

  @Test
  void noticesAnotherTimeWhicheverWayTheClockWent() throws IOException {
    for (Instant other : List.of(THEN.minusSeconds(3600), THEN.plusNanos(1_000_000))) {
      Files.setLastModifiedTime(one, FileTime.from(other));
      assertThat(stamps.change()).as(other.toString()).contains(one + " was changed");
    }
  }

  @Test
  void noticesAnotherFileInTheOnesPlace() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "xyz");
    Files.move(other, two, StandardCopyOption.REPLACE_EXISTING);
    assertThat(stamps.change()).contains(two + " was changed");
  }

  @Test
  void noticesThatOneIsGoneAmongThoseAskedFor() throws IOException {
    Files.delete(two);
    assertThat(stamps.change()).contains(two + " was removed");
    assertThat(stamps.change(IntStream.of(0))).isEmpty();
    assertThat(stamps.change(IntStream.of(0, 1))).contains(two + " was removed");
  }

  @Test
  void aFileThatWasNotThereMayStayAway() throws IOException {
    FileStamps missing = FileStamps.of(List.of(folder.resolve("none")));
    assertThat(missing.change()).isEmpty();
    file("none", "");
    assertThat(missing.change()).contains(folder.resolve("none") + " was changed");
  }
}
