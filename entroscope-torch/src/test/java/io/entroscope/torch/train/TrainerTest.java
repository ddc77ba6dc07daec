package io.entroscope.torch.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.entroscope.data.image.FlatOrder;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.InputShape;
import io.entroscope.data.image.Layout;
import io.entroscope.data.image.Preprocessing;
import io.entroscope.data.image.PreprocessingJson;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.Tensors;
import io.entroscope.torch.FolderLock;
import io.entroscope.torch.Libtorch;
import io.entroscope.torch.TorchException;
import io.entroscope.torch.TrainingFailure;
import io.entroscope.torch.architecture.Architecture;
import io.entroscope.torch.architecture.Architecture.Function;
import io.entroscope.torch.architecture.Architecture.Normalisation;
import io.entroscope.torch.architecture.ArchitectureWriter;
import io.entroscope.torch.architecture.Architectures;
import io.entroscope.torch.architecture.Initialization;
import io.entroscope.torch.graph.HostTensors;
import io.entroscope.torch.graph.Run;
import io.entroscope.torch.graph.TorchNetwork;
import io.entroscope.torch.train.TrainingOptions.Augmentation;
import io.entroscope.torch.train.TrainingOptions.Optimizer;
import io.entroscope.torch.train.TrainingOptions.Rule;
import io.entroscope.torch.train.TrainingOptions.Schedule;
import io.entroscope.torch.train.TrainingOptions.Stopping;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Training on small images of three classes: where in the picture a bright stroke lies. */
class TrainerTest {
  /** With more of them small operations mostly wait for each other. */
  private static final int THREADS = 1;

  private static final ImageShape SHAPE = new ImageShape(1, 9, 11);
  private static final LabelledImages IMAGES = strokes(330, 1);
  private static final Preprocessing STANDARD = IMAGES.standardising();

  @TempDir Path folder;

  static LabelledImages strokes(int count, long seed) {
    Random random = new Random(seed);
    byte[][] pixels = new byte[count][];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 3;
      byte[] image = new byte[SHAPE.elements()];
      for (int p = 0; p < image.length; p++) {
        image[p] = (byte) random.nextInt(120);
      }
      int row = 1 + 3 * labels[i];
      for (int x = 2; x < 9; x++) {
        image[row * SHAPE.width() + x] = (byte) (150 + random.nextInt(100));
      }
      pixels[i] = image;
    }
    return LabelledImages.of(SHAPE, List.of("top", "middle", "bottom"), pixels, labels);
  }

  private static OnnxModel network(double dropout) {
    Architecture architecture =
        Architectures.parse(
            "conv4 pool fc16", new Architecture.Options(Function.RELU, Normalisation.ALL, dropout));
    return new Initialization(3, 1).apply(ArchitectureWriter.write(architecture, SHAPE, 3));
  }

  private static TrainingOptions options(int epochs, Rule rule) {
    double rate = rule == Rule.SGD ? 0.05 : 0.005;
    return new TrainingOptions(
        epochs,
        20,
        new Optimizer(rule, rate, 0.9, 1e-3),
        Schedule.ONE_CYCLE,
        0.05,
        new Augmentation(true, 1),
        new Stopping(0.2, 0),
        7,
        THREADS);
  }

  private TrainingPlan plan(String name, TrainingOptions options, boolean resume) {
    return new TrainingPlan(
        network(0.2),
        "conv4 pool fc16",
        IMAGES,
        Optional.of(strokes(90, 2)),
        STANDARD,
        options,
        folder.resolve(name),
        resume);
  }

  @ParameterizedTest
  @EnumSource(Rule.class)
  void itLearns(Rule rule) {
    TrainingOutcome outcome =
        Trainer.run(plan("model.onnx", options(8, rule), false), TrainingListener.NONE);
    assertThat(outcome.test().orElseThrow().accuracy()).isGreaterThan(0.95);
    assertThat(outcome.epochs()).hasSize(8);
    assertThat(outcome.epochs().get(7).loss()).isLessThan(outcome.epochs().get(0).loss());
  }

  @Test
  void theSameSeedGivesTheSameWeights() {
    TrainingOptions options = options(3, Rule.SGD);
    OnnxModel first = Trainer.run(plan("a.onnx", options, false), TrainingListener.NONE).model();
    OnnxModel second = Trainer.run(plan("b.onnx", options, false), TrainingListener.NONE).model();
    assertThat(second.sha256()).isEqualTo(first.sha256());
    OnnxModel other =
        Trainer.run(plan("c.onnx", options.withSeed(8), false), TrainingListener.NONE).model();
    assertThat(other.proto().getGraph()).isNotEqualTo(first.proto().getGraph());
  }

  @ParameterizedTest
  @EnumSource(Rule.class)
  void aStoppedTrainingGoesOnAsIfNothingHadBeen(Rule rule) {
    TrainingOptions options = options(4, rule);
    TrainingOutcome whole = Trainer.run(plan("whole.onnx", options, false), TrainingListener.NONE);
    TrainingListener stopping =
        new TrainingListener() {
          @Override
          public void step(
              int epoch, int step, int steps, double loss, double accuracy, double speed) {
            if (epoch == 3 && step == 5) {
              Thread.currentThread().interrupt();
            }
          }
        };
    assertThatThrownBy(() -> Trainer.run(plan("cut.onnx", options, false), stopping))
        .isInstanceOf(CancellationException.class)
        .hasMessageContaining("`resume`");
    assertThat(folder.resolve("cut.onnx")).doesNotExist();
    TrainingOutcome resumed = Trainer.run(plan("cut.onnx", options, true), TrainingListener.NONE);
    assertThat(resumed.model().sha256()).isEqualTo(whole.model().sha256());
    assertThat(resumed.epochs()).isEqualTo(whole.epochs());
  }

  @Test
  void aDamagedCheckpointGivesWayToTheOneBeforeIt() throws IOException {
    TrainingPlan plan = plan("model.onnx", options(3, Rule.ADAMW), true);
    TrainingOutcome whole = Trainer.run(plan, TrainingListener.NONE);
    Path state = plan.checkpoints().resolve("epoch-0003.state");
    byte[] bytes = Files.readAllBytes(state);
    for (int at : new int[] {2, 7, 80, 150, 210, bytes.length / 2, bytes.length - 3}) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= (byte) 0x80;
      Files.write(state, damaged);
      resumesAfter(2, plan, whole);
    }
    Files.write(state, Arrays.copyOf(bytes, bytes.length - 9));
    resumesAfter(2, plan, whole);
    Path model = plan.checkpoints().resolve("epoch-0003.onnx");
    byte[] weights = Files.readAllBytes(model);
    weights[weights.length / 2] ^= 1;
    Files.write(model, weights);
    resumesAfter(2, plan, whole);
  }

  @Test
  void whereAllCheckpointsAreDamagedTrainingBeginsAnew() throws IOException {
    TrainingPlan plan = plan("model.onnx", options(2, Rule.ADAMW), true);
    TrainingOutcome whole = Trainer.run(plan, TrainingListener.NONE);
    for (String name : List.of("epoch-0001.state", "epoch-0002.state")) {
      Files.write(plan.checkpoints().resolve(name), new byte[3]);
    }
    assertThat(resumesAfter(0, plan, whole))
        .hasSize(3)
        .last()
        .isEqualTo(
            "no checkpoint in " + plan.checkpoints() + " is whole: training from the beginning");
  }

  /** Trains from an epoch on, to the same model, and returns what was noted. */
  private static List<String> resumesAfter(int epoch, TrainingPlan plan, TrainingOutcome whole) {
    List<String> notes = new ArrayList<>();
    List<Integer> trained = new ArrayList<>();
    TrainingOutcome again =
        Trainer.run(
            plan,
            new TrainingListener() {
              @Override
              public void note(String text) {
                notes.add(text);
              }

              @Override
              public void epoch(EpochResult result, OnnxModel model) {
                trained.add(result.epoch());
              }
            });
    assertThat(trained).startsWith(epoch + 1).hasSize(whole.epochs().size() - epoch);
    assertThat(notes).first().asString().contains(".state or a model that it needs is damaged");
    assertThat(again.model().sha256()).isEqualTo(whole.model().sha256());
    return notes;
  }

  @Test
  void otherSettingsDoNotResume() {
    Trainer.run(plan("model.onnx", options(1, Rule.SGD), false), TrainingListener.NONE);
    assertThatThrownBy(
            () ->
                Trainer.run(
                    plan("model.onnx", options(1, Rule.SGD).withSeed(99), true),
                    TrainingListener.NONE))
        .isInstanceOf(TorchException.class)
        .hasMessageContaining("of a training with other settings");
  }

  @Test
  void aLossThatIsNotFiniteStopsAndNamesTheStep() throws IOException {
    TrainingOptions wild = options(5, Rule.SGD).withOptimizer(new Optimizer(Rule.SGD, 1e30, 0, 0));
    TrainingPlan plan =
        new TrainingPlan(
            new Initialization(1, 1)
                .apply(
                    ArchitectureWriter.write(
                        Architectures.parse("fc8", Architecture.Options.PLAIN), SHAPE, 3)),
            "fc8",
            IMAGES,
            Optional.empty(),
            STANDARD,
            wild,
            folder.resolve("wild.onnx"),
            false);
    assertThatThrownBy(() -> Trainer.run(plan, TrainingListener.NONE))
        .isInstanceOf(TrainingFailure.class)
        .hasMessageMatching(
            "the loss is (NaN|-?Infinity) at step \\d+ \\(epoch \\d\\).*lower learning rate.*");
    assertThat(plan.out()).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(FlatOrder.class)
  void rowsAreFilledInTheirOrder(FlatOrder order) {
    ImageShape shape = new ImageShape(3, 2, 2);
    byte[][] pixels = new byte[60][12];
    int[] colours = new int[60];
    for (int i = 0; i < 60; i++) {
      colours[i] = i % 3;
      Arrays.fill(pixels[i], colours[i] * 4, colours[i] * 4 + 4, (byte) 200);
    }
    GraphBuilder graph = new GraphBuilder("rows");
    String row = graph.input("x", TensorType.floats(-1, 12));
    String weight = graph.floats("w", new long[] {3, 12}, new float[36]);
    String bias = graph.floats("b", new long[] {3}, new float[3]);
    String logits = graph.node("Gemm", List.of(row, weight, bias), Attributes.of("transB", 1L));
    OnnxModel model =
        Trainer.run(
                new TrainingPlan(
                    graph.output(logits, TensorType.floats(-1, 3)).build(13),
                    logits,
                    "rows",
                    LabelledImages.of(shape, List.of("red", "green", "blue"), pixels, colours),
                    Optional.empty(),
                    Preprocessing.DEFAULT,
                    order,
                    options(2, Rule.SGD),
                    folder.resolve("rows.onnx"),
                    false),
                TrainingListener.NONE)
            .model();
    float[] learnt = Tensors.floats(model, model.graph().initializers().get("w"));
    for (int value = 0; value < 12; value++) {
      int channel = order == FlatOrder.HWC ? value % 3 : value / 4;
      assertThat(learnt[value] > 0).as("red's weight of value %d", value).isEqualTo(channel == 0);
    }
  }

  @Test
  void onlyTheLastTwoEpochsAndTheBestModelsAreKept() throws IOException {
    TrainingPlan plan = plan("model.onnx", options(4, Rule.SGD), false);
    TrainingOutcome outcome = Trainer.run(plan, TrainingListener.NONE);
    Set<String> kept =
        new HashSet<>(
            List.of("epoch-0003.onnx", "epoch-0003.state", "epoch-0004.onnx", "epoch-0004.state"));
    kept.add("lock");
    kept.add("epoch-000" + outcome.bestEpoch() + ".onnx");
    try (Stream<Path> files = Files.list(plan.checkpoints())) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      assertThat(names).containsAll(kept).hasSizeLessThanOrEqualTo(kept.size() + 1);
    }
  }

  @Test
  void twoTrainingsDoNotWorkOnOneFile() throws IOException {
    TrainingPlan plan = plan("model.onnx", options(1, Rule.SGD), true);
    FolderLock hold = FolderLock.of(plan.checkpoints()).orElseThrow();
    assertThatThrownBy(() -> Trainer.run(plan, TrainingListener.NONE))
        .isInstanceOf(TorchException.class)
        .hasMessage(
            "another training is at work on "
                + plan.out()
                + "; wait until it ends, or give another `out`");
    hold.close();
    Trainer.run(plan, TrainingListener.NONE);
    FolderLock.of(plan.checkpoints()).orElseThrow().close();
  }

  @Test
  void theModelSaysWhereItComesFrom() {
    TrainingOutcome outcome =
        Trainer.run(plan("model.onnx", options(2, Rule.SGD), false), TrainingListener.NONE);
    Map<String, String> metadata = OnnxModel.read(folder.resolve("model.onnx")).metadata();
    assertThat(metadata)
        .containsEntry("entroscope.architecture", "conv4 pool fc16")
        .containsEntry("entroscope.data.sha256", IMAGES.sha256())
        .containsEntry("entroscope.data.images", "330")
        .containsEntry("entroscope.seed", "7")
        .containsEntry("entroscope.accuracy.test.images", "90")
        .containsEntry("entroscope.epoch", Integer.toString(outcome.bestEpoch()));
    assertThat(PreprocessingJson.read(metadata)).contains(STANDARD);
  }

  /** Normalisation and dropout are in inference form, with statistics of the data in them. */
  @Test
  void onnxRuntimeGivesTheTrainedModelsOutputs() throws OrtException {
    OnnxModel model =
        Trainer.run(plan("model.onnx", options(3, Rule.SGD), false), TrainingListener.NONE).model();
    InputShape input = new InputShape(Layout.NCHW, SHAPE);
    BatchFiller filler = new BatchFiller(IMAGES, input, STANDARD);
    int[] order = BatchFiller.inOrder(40);
    try (TorchNetwork network = TorchNetwork.of(model);
        OrtSession session = OrtEnvironment.getEnvironment().createSession(model.bytes())) {
      float[] x =
          Libtorch.withoutGradients(() -> HostTensors.floats(filler.inputs(order, 0, 40, 0)));
      float[] y =
          Libtorch.withoutGradients(
              () -> HostTensors.floats(network.run(filler.inputs(order, 0, 40, 0), Run.INFERENCE)));
      try (OnnxTensor feed =
              OnnxTensor.createTensor(
                  OrtEnvironment.getEnvironment(), FloatBuffer.wrap(x), input.tensorShape(40));
          OrtSession.Result result = session.run(Map.of("input", feed))) {
        float[][] expected = (float[][]) result.get(0).getValue();
        for (int i = 0; i < 40; i++) {
          for (int c = 0; c < 3; c++) {
            assertThat(y[3 * i + c]).isCloseTo(expected[i][c], within(1e-5f));
          }
        }
      }
      for (Tensor statistic : network.buffers().values()) {
        double[] values = Libtorch.withoutGradients(() -> HostTensors.doubles(statistic));
        assertThat(Arrays.stream(values).allMatch(v -> v == 0 || v == 1)).isFalse();
      }
    }
  }

  @Test
  void validationImagesAreAFixedShareOfEveryClass() {
    LabelledImages.Division division = IMAGES.divide(0.2);
    assertThat(division.validation().size()).isEqualTo(66);
    assertThat(division.training().size()).isEqualTo(264);
    int[] counts = new int[3];
    for (int i = 0; i < 66; i++) {
      counts[division.validation().label(i)]++;
    }
    assertThat(counts).containsExactly(22, 22, 22);
    assertThat(IMAGES.divide(0.2).validation().sha256()).isEqualTo(division.validation().sha256());
  }

  @Test
  void trainingStopsEarlyWhenValidationGetsNoBetter() {
    TrainingOptions long_ = options(60, Rule.SGD);
    TrainingOptions patient =
        new TrainingOptions(
            60,
            20,
            long_.optimizer(),
            Schedule.CONSTANT,
            0,
            Augmentation.NONE,
            new Stopping(0.2, 2),
            7,
            THREADS);
    TrainingOutcome outcome =
        Trainer.run(plan("model.onnx", patient, false), TrainingListener.NONE);
    assertThat(outcome.epochs()).hasSize(outcome.bestEpoch() + 2).hasSizeLessThan(60);
  }

  @Test
  void imagesThatDoNotFitAreRefused() {
    LabelledImages more =
        LabelledImages.of(
            SHAPE, List.of("a", "b", "c", "d"), new byte[60][SHAPE.elements()], new int[60]);
    TrainingPlan plan =
        new TrainingPlan(
            network(0),
            "conv4 pool fc16",
            more,
            Optional.empty(),
            STANDARD,
            options(1, Rule.SGD),
            folder.resolve("x.onnx"),
            false);
    assertThatThrownBy(() -> Trainer.run(plan, TrainingListener.NONE))
        .isInstanceOf(TorchException.class)
        .hasMessageContaining("[1, 3]")
        .hasMessageContaining("4 classes");
    assertThat(plan.checkpoints()).doesNotExist();
  }

  /** Features come first among the outputs; what is trained is what scores the classes. */
  @Test
  void ofSeveralOutputsTheScoresAreTrained() {
    GraphBuilder graph = new GraphBuilder("features");
    String x = graph.input("x", TensorType.floats(-1, SHAPE.elements()));
    float[] first = new float[SHAPE.elements() * 3];
    Random random = new Random(4);
    for (int i = 0; i < first.length; i++) {
      first[i] = (float) random.nextGaussian() / 5;
    }
    String features =
        graph.node(
            "Tanh",
            List.of(
                graph.node(
                    "MatMul",
                    List.of(x, graph.floats("w1", new long[] {SHAPE.elements(), 3}, first)))));
    String head = graph.floats("w2", new long[] {3, 3}, new float[9]);
    String logits = graph.node("MatMul", List.of(features, head));
    graph.output(features, TensorType.floats(-1, 3));
    graph.output(logits, TensorType.floats(-1, 3));
    TrainingPlan plan =
        new TrainingPlan(
            graph.build(13),
            logits,
            "features",
            IMAGES,
            Optional.of(strokes(90, 2)),
            STANDARD,
            FlatOrder.CHW,
            options(8, Rule.ADAM),
            folder.resolve("features.onnx"),
            false);
    TrainingOutcome outcome = Trainer.run(plan, TrainingListener.NONE);
    assertThat(outcome.test().orElseThrow().accuracy()).isGreaterThan(0.9);
    assertThat(Tensors.floats(outcome.model(), outcome.model().graph().initializers().get("w2")))
        .isNotEqualTo(new float[9]);
  }
}
