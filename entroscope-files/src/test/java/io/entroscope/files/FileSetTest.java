package io.entroscope.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSetTest {
  @TempDir Path folder;

  @AfterEach
  void watchNoMore() {
    Disk.watch = (step, file) -> {};
  }

  @Test
  void appearsWhole() throws IOException {
    Path at = folder.resolve("not/there/yet");
    PairWriter.write(at, "first");
    PairWriter.write(at, "second");
    assertThat(PairWriter.wordIn(at)).isEqualTo("second");
    assertThat(entries(at)).containsExactly("a.json", "b.html", "below", "below/c.csv");
  }

  @Test
  void anErrorAtAnyStepLeavesWhatWasThere() throws IOException {
    Path at = folder.resolve("set");
    boolean reached = true;
    int step = 0;
    while (reached) {
      step++;
      PairWriter.write(at, "old");
      reached = failsAt(step, at);
      String word = PairWriter.wordIn(at);
      assertThat(word).isIn("old", "new");
      WholeFile.write(at.resolve("a.json.other"), out -> out.write(1));
      assertThat(PairWriter.wordIn(at)).as("the next run changes nothing").isEqualTo(word);
      List<String> expected =
          new ArrayList<>(List.of("a.json", "a.json.other", "b.html", "below", "below/c.csv"));
      if (word.equals("old")) {
        expected.add(PairWriter.OLD_ALONE);
      }
      assertThat(entries(at)).containsExactlyElementsOf(expected);
    }
    assertThat(step).isGreaterThan(20);
  }

  /** Whether writing a set has that many steps, of which this one fails. */
  private static boolean failsAt(int failing, Path at) {
    AtomicInteger steps = new AtomicInteger();
    Disk.watch =
        (step, file) -> {
          if (steps.incrementAndGet() == failing) {
            throw new IOException("No space left on device");
          }
        };
    try {
      PairWriter.write(at, "new");
    } catch (IOException e) {
      assertThat(e).hasMessage("No space left on device");
    } finally {
      Disk.watch = (step, file) -> {};
    }
    return steps.get() >= failing;
  }

  @Test
  void aDiskThatStaysFullLeavesWhatWasThere() throws IOException {
    Path at = folder.resolve("set");
    PairWriter.write(at, "old");
    assertThatThrownBy(
            () -> {
              try (FileSet set = FileSet.in(at)) {
                set.add("a.json", out -> out.write(PairWriter.content("new")));
                set.add(
                    "b.html",
                    out -> {
                      out.write(1);
                      throw new IOException("No space left on device");
                    });
                set.commit();
              }
            })
        .hasMessage("No space left on device");
    assertThat(PairWriter.wordIn(at)).isEqualTo("old");
    assertThat(entries(at))
        .containsExactly("a.json", "b.html", "below", "below/c.csv", PairWriter.OLD_ALONE);
  }

  @Test
  void aFolderInAFilesPlaceChangesNothing() throws IOException {
    Path at = folder.resolve("set");
    PairWriter.write(at, "old");
    Files.delete(at.resolve("b.html"));
    Files.createDirectories(at.resolve("b.html/full"));
    assertThatThrownBy(() -> PairWriter.write(at, "new"))
        .hasMessageEndingWith("b.html is a folder");
    assertThat(Files.readAllBytes(at.resolve("a.json"))).isEqualTo(PairWriter.content("old"));
  }

  @Test
  void aFailedSetLeavesNoFolderThatItMade() {
    Path at = folder.resolve("new/set");
    assertThatThrownBy(
            () -> {
              try (FileSet set = FileSet.in(at)) {
                set.add(
                    "a",
                    out -> {
                      throw new IOException("cut");
                    });
              }
            })
        .hasMessage("cut");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void removesWhatNobodyOwnsAndNothingElse() throws IOException {
    Path left = folder.resolve(".entroscope-0123456789abcdef");
    Files.createDirectories(left.resolve("new"));
    Files.createFile(left.resolve("owner"));
    Files.writeString(left.resolve("new/a.json"), "cut");
    Path empty = Files.createDirectory(folder.resolve(".entroscope-fedcba9876543210"));
    Path alien = Files.createDirectory(folder.resolve(".entroscope-settings"));
    Files.writeString(folder.resolve("a.json.part"), "someone's");
    try (FileSet working = FileSet.in(folder)) {
      working.add("mine", out -> out.write(1));
      WholeFile.write(folder.resolve("other"), out -> out.write(1));
      assertThat(left).doesNotExist();
      assertThat(empty).doesNotExist();
      assertThat(alien).exists();
      assertThat(folder.resolve("a.json.part")).hasContent("someone's");
      working.commit();
    }
    assertThat(folder.resolve("mine")).exists();
  }

  @Test
  void programsThatWriteToOneFolderTakeTurns() throws Exception {
    Path at = folder.resolve("shared");
    List<Process> writers = new ArrayList<>();
    for (String word : List.of("one-", "two-", "three-", "four-")) {
      writers.add(PairWriter.start("many", at.toString(), word, "15"));
    }
    for (Process writer : writers) {
      var end = PairWriter.await(writer);
      assertThat(end.getKey()).as(end.getValue()).isZero();
    }
    assertThat(PairWriter.wordIn(at)).matches("(one|two|three|four)-14");
    assertThat(entries(at)).containsExactly("a.json", "b.html", "below", "below/c.csv");
  }

  @Test
  void threadsThatWriteToOneFolderTakeTurns() throws Exception {
    Path at = folder.resolve("shared");
    List<Throwable> thrown = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      String word = "thread-" + t;
      Thread thread = new Thread(() -> tenTimes(at, word));
      thread.setUncaughtExceptionHandler((of, e) -> thrown.add(e));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(thrown).isEmpty();
    assertThat(PairWriter.wordIn(at)).matches("thread-\\d");
  }

  private static void tenTimes(Path at, String word) {
    try {
      for (int i = 0; i < 10; i++) {
        PairWriter.write(at, word);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Set<String> entries(Path at) throws IOException {
    try (Stream<Path> files = Files.walk(at)) {
      TreeSet<String> names = new TreeSet<>();
      files
          .filter(file -> !file.equals(at))
          .forEach(file -> names.add(at.relativize(file).toString()));
      return names;
    }
  }
}
