package io.entroscope.study.internal;

import io.entroscope.advice.Scoreboard;
import io.entroscope.core.PlanException;
import io.entroscope.study.depth.DepthTraining;
import io.entroscope.study.judge.BlockPage;
import io.entroscope.study.judge.Judge;
import io.entroscope.study.reproduce.experiment.ExperimentFiles;
import io.entroscope.study.reproduce.experiment.ExperimentRecord;
import io.entroscope.testing.Fuzz;
import io.entroscope.testing.JsonMutations;
import io.entroscope.testing.TextMutations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged file of a study is refused in one line; of one that is read, all that follows. */
class StudyFuzzTest {
  private static final int EXECUTIONS = 500;
  private static final Path DOCS = Path.of("../docs");

  @TempDir Path folder;

  private static Fuzz fuzz(String reader, byte[] valid) {
    return Fuzz.of(reader, PlanException.class)
        .from(valid)
        .with(JsonMutations::misplaced)
        .with(JsonMutations::misplaced)
        .with(TextMutations::exchanged);
  }

  @Test
  void trials() throws IOException {
    kept(
        "trials",
        "advice/trials/cifar/c4--seed-1.json",
        "a--seed-1.json",
        () -> Scoreboard.of(Judge.trials(folder), 0));
  }

  @Test
  void blocktrials() throws IOException {
    kept(
        "blocktrials",
        "blocks/trials/vit-mnist-2--linear.json",
        "a--linear.json",
        () -> BlockPage.of(List.of(folder), 0));
  }

  @FunctionalInterface
  private interface Reading {
    void run() throws IOException;
  }

  /** Damages a file that the repository keeps. */
  private void kept(String reader, String file, String name, Reading reading) throws IOException {
    fuzz(reader, Files.readAllBytes(DOCS.resolve(file)))
        .run(
            EXECUTIONS,
            input -> {
              Files.write(folder.resolve(name), input);
              reading.run();
            });
  }

  @Test
  void depth() throws IOException {
    DepthTraining made = new DepthTraining(2, "fc16", 1, 3, 12_730, 0.9, 0.91, List.of(0.2, 0.1));
    Path file = folder.resolve("fc2-seed1.json");
    fuzz("depth", StudyJson.bytes(made))
        .run(
            EXECUTIONS,
            input -> {
              Files.write(file, input);
              DepthTraining read = StudyJson.read(file, DepthTraining.class, "to train again");
              DepthTraining.smallest(DepthTraining.summaries(List.of(made, read)));
            });
  }

  @Test
  void experiment() throws IOException {
    Path kept = DOCS.resolve("reproduction/experiments/seed-1/cifar-4fc/experiment.json");
    Path file = folder.resolve("experiment.json");
    fuzz("experiment", Files.readAllBytes(kept))
        .run(
            EXECUTIONS,
            input -> {
              Files.write(file, input);
              ExperimentRecord read = ExperimentFiles.read(file, ExperimentRecord.class);
              String again = new String(StudyJson.bytes(read), StandardCharsets.UTF_8);
              if (again.contains("NaN")
                  && !new String(input, StandardCharsets.UTF_8).contains("NaN")) {
                throw new AssertionError("it holds a number that is none");
              }
            });
  }
}
