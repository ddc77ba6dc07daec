package io.entroscope.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.testing.Facility;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that is killed at any step of writing a set. */
class KilledTest {
  private static final int KILLED = 128 + 9;
  private static final int AT_ONCE = 4;
  private static final int THINNED = 3;

  @TempDir Path folder;

  @BeforeAll
  static void needsPosix() {
    Facility.needPosix();
  }

  @Test
  void leavesTheOldSetOrTheNewOneAtEveryStep() throws Exception {
    int steps = stepsOfASet(folder.resolve("count"), true);
    assertThat(steps).isGreaterThan(20);
    List<String> outcomes = outcomes(steps, 1, true);
    assertThat(outcomes).containsOnly("old", "new").contains("old", "new");
    assertThat(String.join(" ", outcomes))
        .as("once it is new, it stays so")
        .matches("(old ?)+(new ?)+");
  }

  @Test
  void leavesNothingOrTheNewSetWhereThereWasNone() throws Exception {
    int steps = stepsOfASet(folder.resolve("count"), false);
    assertThat(outcomes(steps, THINNED, false)).containsOnly("none", "new").contains("none", "new");
  }

  private static int stepsOfASet(Path at, boolean over) throws Exception {
    if (over) {
      PairWriter.write(at, "old");
    }
    List<String> steps = new ArrayList<>();
    Disk.watch = (step, file) -> steps.add(step + " " + file);
    try {
      PairWriter.write(at, "new");
    } finally {
      Disk.watch = (step, file) -> {};
    }
    return steps.size();
  }

  private List<String> outcomes(int steps, int every, boolean over) throws Exception {
    List<String> outcomes = new ArrayList<>();
    for (int from = 1; from <= steps; from += AT_ONCE * every) {
      List<Process> killed = new ArrayList<>();
      List<Path> folders = new ArrayList<>();
      for (int step = from; step < from + AT_ONCE * every && step <= steps; step += every) {
        Path at = folder.resolve("step-" + step);
        if (over) {
          PairWriter.write(at, "old");
        }
        folders.add(at);
        killed.add(PairWriter.start("kill", at.toString(), "new", String.valueOf(step)));
      }
      for (int k = 0; k < killed.size(); k++) {
        var end = PairWriter.await(killed.get(k));
        assertThat(end.getKey()).as(end.getValue()).isEqualTo(KILLED);
        if (k % 2 == 0) {
          FileSet.settle(folders.get(k));
          assertThat(PairWriter.wordIn(folders.get(k)))
              .as("what a reader finds")
              .isIn("none", "old", "new");
        }
        outcomes.add(afterTheNextRun(folders.get(k)));
      }
    }
    return outcomes;
  }

  /** The set that the next program finds, which writes something else into the folder. */
  private static String afterTheNextRun(Path at) throws Exception {
    for (String name : PairWriter.NAMES) {
      assertThat(PairWriter.wordOf(at.resolve(name))).isIn("none", "old", "new");
    }
    WholeFile.write(at.resolve("other"), out -> out.write(1));
    try (Stream<Path> left = Files.list(at)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .as("nothing is left over")
          .isSubsetOf("a.json", "b.html", "below", "other", PairWriter.OLD_ALONE);
    }
    return PairWriter.wordIn(at);
  }
}
