package io.entroscope.torch.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.testing.Facility;
import io.entroscope.torch.Libtorch;
import io.entroscope.torch.architecture.Architecture;
import io.entroscope.torch.architecture.ArchitectureWriter;
import io.entroscope.torch.architecture.Architectures;
import io.entroscope.torch.architecture.Initialization;
import io.entroscope.torch.train.TrainingOptions.Optimizer;
import io.entroscope.torch.train.TrainingOptions.Rule;
import io.entroscope.torch.train.TrainingOptions.Schedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand steps hold no more memory than the first thousand did. */
class NativeMemoryTest {
  private static final Path STATUS = Path.of("/proc/self/status");

  @TempDir Path folder;

  @Test
  void memoryIsFlat() {
    Facility.LINUX.need(Files.exists(STATUS), "no " + STATUS + " tells what a process holds");
    LabelledImages images = TrainerTest.strokes(400, 1);
    Architecture architecture =
        Architectures.parse(
            "conv4 pool fc16",
            new Architecture.Options(
                Architecture.Function.RELU, Architecture.Normalisation.ALL, 0.2));
    List<Long> held = new ArrayList<>();
    TrainingListener watching =
        new TrainingListener() {
          @Override
          public void step(
              int epoch, int step, int steps, double loss, double accuracy, double speed) {
            if (((epoch - 1) * steps + step) % 1000 == 0) {
              // Else the Java heap's pages, touched one after the other, would be most of it.
              System.gc();
              held.add(resident());
            }
          }
        };
    TrainingOptions options =
        new TrainingOptions(
            260,
            8,
            new Optimizer(Rule.ADAMW, 1e-3, 0.9, 1e-4),
            Schedule.COSINE,
            0,
            new TrainingOptions.Augmentation(true, 1),
            new TrainingOptions.Stopping(0.2, 0),
            1,
            1);
    Trainer.run(
        new TrainingPlan(
            new Initialization(1, 1)
                .apply(ArchitectureWriter.write(architecture, images.shape(), 3)),
            "conv4 pool fc16",
            images,
            Optional.empty(),
            images.standardising(),
            options,
            folder.resolve("model.onnx"),
            false),
        watching);
    Libtorch.threads(2);
    assertThat(held).hasSize(10);
    // A leak grows in every thousand steps: one small tensor a step, some 200 bytes and what it
    // hangs on, by more than 500 kB. What else grows, Java's compiled code above all, does by
    // leaps.
    long[] growth = IntStream.range(1, 10).mapToLong(i -> held.get(i) - held.get(i - 1)).toArray();
    Arrays.sort(growth);
    assertThat(growth[4]).as("median growth in kB a thousand steps, of %s", held).isLessThan(400);
  }

  private static long resident() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new AssertionError("no VmRSS in " + STATUS);
  }
}
