package io.entroscope.torch.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.data.image.FlatOrder;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.Preprocessing;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.block.Block;
import io.entroscope.onnx.block.Blocks;
import io.entroscope.onnx.block.BypassBlock;
import io.entroscope.torch.architecture.Architecture;
import io.entroscope.torch.architecture.Architectures;
import io.entroscope.torch.architecture.Initialization;
import io.entroscope.torch.train.TrainingOptions.Augmentation;
import io.entroscope.torch.train.TrainingOptions.Optimizer;
import io.entroscope.torch.train.TrainingOptions.Rule;
import io.entroscope.torch.train.TrainingOptions.Schedule;
import io.entroscope.torch.train.TrainingOptions.Stopping;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training and fine-tuning of networks with residual blocks. */
class BlockTrainingTest {
  private static final int THREADS = 1;
  private static final ImageShape SHAPE = new ImageShape(1, 8, 8);
  private static final List<String> CLASSES = List.of("top", "middle", "bottom");
  private static final LabelledImages IMAGES = rows(360, 1);
  private static final Preprocessing STANDARD = IMAGES.standardising();

  @TempDir Path folder;

  /** Noise with a bright row, whose height is the class. */
  private static LabelledImages rows(int count, long seed) {
    Random random = new Random(seed);
    byte[][] pixels = new byte[count][SHAPE.elements()];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % CLASSES.size();
      for (int p = 0; p < pixels[i].length; p++) {
        pixels[i][p] = (byte) random.nextInt(100);
      }
      int row = 1 + 2 * labels[i];
      Arrays.fill(pixels[i], row * SHAPE.width(), (row + 1) * SHAPE.width(), (byte) 220);
    }
    return LabelledImages.of(SHAPE, CLASSES, pixels, labels);
  }

  private TrainingPlan plan(String notation, String file, boolean resume) {
    boolean transformer = notation.contains("vit");
    TrainingOptions options =
        new TrainingOptions(
            4,
            20,
            transformer
                ? new Optimizer(Rule.ADAMW, 0.005, 0.9, 0.05)
                : new Optimizer(Rule.SGD, 0.05, 0.9, 1e-3),
            transformer ? Schedule.WARM_COSINE : Schedule.ONE_CYCLE,
            0.05,
            new Augmentation(true, 0),
            new Stopping(0.2, 0),
            7,
            THREADS);
    Architecture architecture = Architectures.parse(notation, Architecture.Options.NORMALISED);
    return new TrainingPlan(
        architecture.network(SHAPE, CLASSES.size(), new Initialization(3, 1)),
        notation,
        IMAGES,
        Optional.of(rows(90, 2)),
        STANDARD,
        options,
        folder.resolve(file),
        resume);
  }

  @ParameterizedTest
  @ValueSource(strings = {"conv4 res4 res8/2", "patch2 vit32x2"})
  void theyLearnAndAStoppedTrainingGoesOnToTheSameBytes(String notation) {
    TrainingOutcome whole = Trainer.run(plan(notation, "whole.onnx", false), TrainingListener.NONE);
    assertThat(whole.test().orElseThrow().accuracy()).isGreaterThan(0.95);

    TrainingListener stopping =
        new TrainingListener() {
          @Override
          public void step(
              int epoch, int step, int steps, double loss, double accuracy, double speed) {
            if (epoch == 3 && step == 2) {
              Thread.currentThread().interrupt();
            }
          }
        };
    assertThatThrownBy(() -> Trainer.run(plan(notation, "cut.onnx", false), stopping))
        .isInstanceOf(CancellationException.class);
    TrainingOutcome resumed = Trainer.run(plan(notation, "cut.onnx", true), TrainingListener.NONE);
    assertThat(resumed.model().sha256()).isEqualTo(whole.model().sha256());
    assertThat(resumed.epochs()).isEqualTo(whole.epochs());
  }

  @ParameterizedTest
  @ValueSource(strings = {"conv4 res4 res4 res8/2", "patch2 vit32x3"})
  void whatIsLeftWithoutABlockIsFineTuned(String notation) {
    OnnxModel trained =
        Trainer.run(plan(notation, "trained.onnx", false), TrainingListener.NONE).model();
    Block first =
        Blocks.find(trained).stream().filter(b -> b.refusal().isEmpty()).findFirst().orElseThrow();
    OnnxModel cut = BypassBlock.of(List.of(first)).apply(trained);
    Tuning tuning =
        FineTuner.run(
            cut,
            "logits",
            IMAGES,
            STANDARD,
            FlatOrder.CHW,
            new TuningOptions(2, OptionalDouble.of(0.003), OptionalInt.of(20), 1, THREADS));
    assertThat(tuning.epochs()).hasSize(2);
    assertThat(tuning.diverged()).isFalse();
    assertThat(tuning.epochs().get(1).validationLoss()).isLessThan(tuning.start().loss());
    assertThat(tuning.model().graph().nodes()).hasSameSizeAs(cut.graph().nodes());
  }
}
