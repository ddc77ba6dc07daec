package io.entroscope.study.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.core.PlanException;
import io.entroscope.result.ResultJson;
import io.entroscope.study.reproduce.experiment.Experiment;
import io.entroscope.study.reproduce.experiment.ExperimentFiles;
import io.entroscope.study.reproduce.experiment.ExperimentPlan;
import io.entroscope.study.reproduce.experiment.ExperimentRecord;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.OutputDifference;
import io.entroscope.study.reproduce.experiment.LayerChoice;
import io.entroscope.study.reproduce.experiment.TenClasses;
import io.entroscope.study.reproduce.page.Reproduction;
import io.entroscope.torch.FolderLock;
import io.entroscope.torch.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study on a few made-up images, with some of its experiments. */
class StudyTest {
  private static final Set<String> SOME =
      Set.of(
          "mnist-3fc",
          "mnist-3fc-one-class",
          "cifar-4fc",
          "cifar-4fc-untrained",
          "cifar-4fc-rescaled",
          "bad-4fc",
          "bad-3fc",
          "bad-2fc",
          "bad-4fc-on",
          "bad-3fc-other",
          "small-shuffled");

  @TempDir private static Path folder;
  private static Path root;
  private static Path whole;
  private static Reproduction study;

  @BeforeAll
  static void once() throws IOException {
    root = folder.resolve("data");
    whole = folder.resolve("whole");
    TenClasses.write(root);
    study = Study.run(options(whole), experiments(), StudyListener.NONE);
  }

  private static StudyOptions options(Path out) {
    return new StudyOptions(root, out, 1, true, 1);
  }

  private static List<Experiment> experiments() {
    return ExperimentPlan.of(1, true, 1).stream().filter(one -> SOME.contains(one.name())).toList();
  }

  @Test
  void twoStudiesDoNotWorkInOneFolder() throws IOException {
    Path out = folder.resolve("held");
    FolderLock lock = FolderLock.of(out.resolve("models")).orElseThrow();
    assertThatThrownBy(() -> Study.run(options(out), experiments(), StudyListener.NONE))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("another study is at work in " + out);
    lock.close();
    FolderLock.of(out.resolve("models")).orElseThrow().close();
  }

  @Test
  void everyExperimentIsKept() {
    assertThat(study.networks())
        .extracting(Reproduction.Network::name)
        .containsExactlyInAnyOrderElementsOf(SOME);
    for (String name : SOME) {
      Path kept = whole.resolve("experiments/seed-1").resolve(name);
      assertThat(kept.resolve("experiment.json")).exists();
      assertThat(ResultJson.read(kept.resolve("result.json")).model().path())
          .isEqualTo("models/seed-1/" + name + ".onnx");
      assertThat(whole.resolve("models/seed-1/" + name + ".onnx")).exists();
      assertThat(whole.resolve("models/seed-1/" + name + ".onnx.training")).doesNotExist();
    }
    assertThat(study.seedsComplete()).as("not all experiments were made").isEmpty();
    assertThat(study.claims()).hasSize(5);
    assertThat(whole.resolve("reproduction.md"))
        .content()
        .contains("quick study", "0.3935", "fc2 bypassed")
        .doesNotContain(folder.toString());
  }

  @Test
  void deletingFollowsTheCurve() {
    LayerChoice choice = study.network("bad-4fc").choices().get(0);

    assertThat(choice.layer()).isIn("fc2", "fc3");
    assertThat(study.network("bad-3fc").edits())
        .containsExactly("seed 1: " + choice.layer() + " bypassed");
    assertThat(study.network("bad-3fc-other").edits())
        .containsExactly("seed 1: " + choice.other() + " bypassed");
    assertThat(study.network("bad-2fc").curve()).hasSize(2);
  }

  /** The same function, to the bit, and another curve. */
  @Test
  void rescalingKeepsTheFunction() throws IOException {
    ExperimentRecord rescaled =
        new ExperimentFiles(whole)
            .find(
                experiments().stream()
                    .filter(one -> one.name().equals("cifar-4fc-rescaled"))
                    .findFirst()
                    .orElseThrow(),
                true)
            .orElseThrow();

    assertThat(rescaled.outputDifference()).isEqualTo(new OutputDifference(100, 0, 100, 0, 0));
    assertThat(study.network("cifar-4fc-rescaled").outputDifferences())
        .containsExactly(rescaled.outputDifference());
    double before = study.network("cifar-4fc").curve().get(1).entropy().mean();
    double after = study.network("cifar-4fc-rescaled").curve().get(1).entropy().mean();
    assertThat(Math.abs(after - before)).isGreaterThan(0.05);
    assertThat(study.network("cifar-4fc-rescaled").curve().get(1).standardized().mean())
        .isCloseTo(
            study.network("cifar-4fc").curve().get(1).standardized().mean(),
            org.assertj.core.api.Assertions.within(1e-5));
  }

  /** Stopped between two experiments and in the middle of a training, it comes to the same. */
  @Test
  void aStoppedStudyGoesOnToTheSameNumbers() throws IOException {
    Path stopped = folder.resolve("stopped");
    assertThatThrownBy(() -> Study.run(options(stopped), experiments(), stopAt("bad-4fc", 2)))
        .isInstanceOf(CancellationException.class);
    assertThat(stopped.resolve("experiments/seed-1/cifar-4fc/experiment.json")).exists();
    assertThat(stopped.resolve("experiments/seed-1/bad-4fc")).doesNotExist();
    assertThat(stopped.resolve("models/seed-1/bad-4fc.onnx.training")).isNotEmptyDirectory();
    assertThat(stopped.resolve("reproduction.md")).content().contains("none yet of 1");
    FileTime made =
        Files.getLastModifiedTime(stopped.resolve("experiments/seed-1/mnist-3fc/result.json"));

    List<String> begun = new ArrayList<>();
    Study.run(
        options(stopped),
        experiments(),
        new StudyListener() {
          @Override
          public void begins(String id, String what, int number, int total, double secondsLeft) {
            begun.add(id);
          }
        });

    assertThat(begun).startsWith("seed-1/bad-4fc").doesNotContain("seed-1/mnist-3fc");
    assertThat(
            Files.getLastModifiedTime(stopped.resolve("experiments/seed-1/mnist-3fc/result.json")))
        .isEqualTo(made);
    for (String file : List.of("reproduction.json", "reproduction.md")) {
      assertThat(stopped.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
    }
    assertThat(stopped.resolve("experiments/seed-1/bad-2fc/result.json"))
        .hasSameBinaryContentAs(whole.resolve("experiments/seed-1/bad-2fc/result.json"));
  }

  private static StudyListener stopAt(String name, int epoch) {
    return new StudyListener() {
      private String now = "";

      @Override
      public void begins(String id, String what, int number, int total, double secondsLeft) {
        now = id;
      }

      @Override
      public TrainingListener training(int epochs) {
        return new TrainingListener() {
          @Override
          public void step(int at, int step, int steps, double loss, double right, double rate) {
            if (now.endsWith("/" + name) && at == epoch) {
              Thread.currentThread().interrupt();
            }
          }
        };
      }
    };
  }

  @Test
  void aStudyWithOtherOptionsIsNotGoneOnWith() {
    StudyOptions other = new StudyOptions(root, whole, 1, true, 2);
    assertThatThrownBy(() -> Study.run(other, experiments(), StudyListener.NONE))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("`threads` 1")
        .hasMessageContaining("another `out`");
    StudyOptions full = new StudyOptions(root, whole, 1, false, 1);
    assertThatThrownBy(() -> Study.run(full, experiments(), StudyListener.NONE))
        .hasMessageContaining("asked for: not `quick`");
  }

  @Test
  void aStudyIsNotGoneOnWithOnOtherImages() throws IOException {
    Path some = folder.resolve("some");
    List<Experiment> first = experiments().subList(0, 1);
    Study.run(options(some), first, StudyListener.NONE);
    Path other = folder.resolve("other-data");
    TenClasses.write(other);
    TenClasses.mnist(other.resolve("mnist"), 99);

    StudyOptions options = new StudyOptions(other, some, 1, true, 1);
    assertThatThrownBy(() -> Study.run(options, experiments(), StudyListener.NONE))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("MNIST images in")
        .hasMessageContaining("are not those");
  }

  @Test
  void pagesAreMadeFromTheKeptFilesAlone() throws IOException {
    Path copy = folder.resolve("copy");
    try (Stream<Path> files = Files.walk(whole)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (name.equals("experiment.json") || name.equals("study.json")) {
          Path target = copy.resolve(whole.relativize(file));
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    }
    assertThat(Study.pages(copy, 1)).isEqualTo(study);
    for (String file : List.of("reproduction.json", "reproduction.md")) {
      assertThat(copy.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
    }
    assertThatThrownBy(() -> Study.pages(folder.resolve("none"), 1))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("no study in");
  }
}
