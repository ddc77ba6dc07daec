package io.entroscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.cli.Cli.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shards of an analysis from the command line, and their merge. */
class MergeCommandTest {
  @TempDir private Path folder;

  private Outcome shard(String shard, Object... more) {
    Object[] args =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(
                    "analyze", Cli.MODEL, "--data", Cli.SAMPLE, "--batch", "64", "--shard", shard),
                java.util.Arrays.stream(more))
            .toArray();
    return Cli.run(args);
  }

  @Test
  void givesTheBytesOfOneRun() throws IOException {
    Path states = folder.resolve("states");
    for (String part : new String[] {"2/2", "1/2"}) {
      Outcome outcome = shard(part, "--out", states);
      assertThat(outcome.code()).as(outcome.toString()).isZero();
    }
    Path first = states.resolve("shard-1-of-2.state");
    Path second = states.resolve("shard-2-of-2.state");
    Path merged = folder.resolve("merged");
    Outcome outcome = Cli.run("merge", second, first, "--out", merged, "--quiet");
    assertThat(outcome.code()).as(outcome.toString()).isZero();
    assertThat(outcome.out() + outcome.err()).isEmpty();

    Path whole = folder.resolve("whole");
    Cli.run("analyze", Cli.MODEL, "--data", Cli.SAMPLE, "--batch", "64", "--out", whole, "--quiet");
    for (String file : new String[] {"result.json", "report.html"}) {
      assertThat(Files.readAllBytes(merged.resolve(file)))
          .as(file)
          .isEqualTo(Files.readAllBytes(whole.resolve(file)));
    }
  }

  @Test
  void refusesInOneLineAndLeavesNothing() throws IOException {
    Path states = folder.resolve("states");
    shard("1/2", "--out", states, "--quiet");
    shard("2/2", "--out", states, "--quiet");
    Path out = folder.resolve("out");
    Path second = states.resolve("shard-2-of-2.state");
    Path noState = Files.writeString(folder.resolve("text"), "no state");

    assertRefused(
        Cli.run("merge", states.resolve("shard-1-of-2.state"), "--out", out),
        "do not hold all images");
    assertRefused(Cli.run("merge", second, second, "--out", out), "named twice");
    assertRefused(Cli.run("merge", second, noState, "--out", out), "no state of");
    assertRefused(Cli.run("merge", noState, "--out", out), "no state of");
    assertRefused(Cli.run("merge", folder.resolve("none"), "--out", out), "no state at");
    assertRefused(Cli.run("merge", "@" + noState, "--out", out), "no state at @");
    assertThat(out).doesNotExist();
  }

  @Test
  void refusesShardsThatMakeNoSense() {
    assertRefused(shard("3/2", "--out", folder.resolve("s")), "no shard 3 of 2");
    assertRefused(shard("half", "--out", folder.resolve("s")), "not of the form");
    assertRefused(shard("1/2"), "give --out DIR");
    assertRefused(shard("1/2", "--out", folder.resolve("s"), "--json"), "neither --json");
    assertThat(folder.resolve("s")).doesNotExist();
  }

  private static void assertRefused(Outcome outcome, String why) {
    assertThat(outcome.code()).as(outcome.toString()).isEqualTo(2);
    assertThat(outcome.err().strip()).contains(why).hasLineCount(1);
    assertThat(outcome.out()).isEmpty();
  }
}
