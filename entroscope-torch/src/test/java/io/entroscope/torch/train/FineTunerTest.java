package io.entroscope.torch.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.core.prune.EditedModel;
import io.entroscope.data.image.FlatOrder;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.InputShape;
import io.entroscope.data.image.Layout;
import io.entroscope.data.image.Preprocessing;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.edit.RescaleLayer;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.LayerKind;
import io.entroscope.onnx.layer.Layers;
import io.entroscope.onnx.proto.ModelProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.torch.TorchException;
import io.entroscope.torch.TrainingFailure;
import io.entroscope.torch.architecture.Architecture;
import io.entroscope.torch.architecture.Architecture.Function;
import io.entroscope.torch.architecture.Architecture.Normalisation;
import io.entroscope.torch.architecture.ArchitectureWriter;
import io.entroscope.torch.architecture.Architectures;
import io.entroscope.torch.architecture.Initialization;
import io.entroscope.torch.graph.HostTensors;
import io.entroscope.torch.graph.TorchNetwork;
import io.entroscope.torch.train.TrainingOptions.Optimizer;
import io.entroscope.torch.train.TrainingOptions.Rule;
import io.entroscope.torch.train.TrainingOptions.Schedule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fine-tuning of small networks that are trained already, whole and without a layer. */
class FineTunerTest {
  private static final int THREADS = 1;
  private static final ImageShape SHAPE = new ImageShape(1, 9, 11);
  private static final InputShape INPUT = new InputShape(Layout.NCHW, SHAPE);
  private static final LabelledImages IMAGES = TrainerTest.strokes(900, 1);
  private static final LabelledImages TEST = TrainerTest.strokes(900, 2);
  private static final Preprocessing STANDARD = IMAGES.standardising();

  @TempDir Path folder;

  private OnnxModel trained(String notation, Function function, Normalisation normalisation) {
    Architecture architecture =
        Architectures.parse(notation, new Architecture.Options(function, normalisation, 0));
    OnnxModel start =
        new Initialization(3, 1).apply(ArchitectureWriter.write(architecture, SHAPE, 3));
    return train(start, IMAGES, 4, new Optimizer(Rule.ADAM, 0.003, 0.9, 0), Schedule.ONE_CYCLE);
  }

  private OnnxModel train(
      OnnxModel start, LabelledImages images, int epochs, Optimizer optimizer, Schedule schedule) {
    TrainingOptions options =
        new TrainingOptions(
            epochs,
            30,
            optimizer,
            schedule,
            0,
            TrainingOptions.Augmentation.NONE,
            new TrainingOptions.Stopping(0.1, 0),
            7,
            THREADS);
    return Trainer.run(
            new TrainingPlan(
                start,
                "a network",
                images,
                Optional.empty(),
                STANDARD,
                options,
                folder.resolve("trained.onnx"),
                false),
            TrainingListener.NONE)
        .model();
  }

  private static String scores(OnnxModel model) {
    return model.graph().outputs().get(0).getName();
  }

  private static TuningOptions options(OptionalDouble rate) {
    return new TuningOptions(1, rate, OptionalInt.of(30), 5, THREADS);
  }

  private static Tuning tuned(OnnxModel model, OptionalDouble rate) {
    return FineTuner.run(model, scores(model), IMAGES, STANDARD, FlatOrder.CHW, options(rate));
  }

  private static double accuracy(OnnxModel model) {
    try (TorchNetwork network = TorchNetwork.of(model)) {
      return Evaluation.of(network, TEST, INPUT, STANDARD).accuracy();
    }
  }

  /** The same function with weights as large as a normalisation folded into them may leave. */
  private static OnnxModel withLargeWeights(OnnxModel model) {
    OnnxModel large = model;
    for (Layer layer : Layers.find(model)) {
      if (layer.kind() == LayerKind.FULLY_CONNECTED && layer.name().equals("fc1")) {
        large = new RescaleLayer(layer, 30).apply(large);
      }
    }
    return large;
  }

  @Test
  void aNetworkThatAnOrdinaryRateDestroysIsLeftNoWorse() {
    OnnxModel model =
        withLargeWeights(trained("conv4 pool fc24 fc24 fc24", Function.RELU, Normalisation.NONE));
    OnnxModel cut = EditedModel.drop(model, List.of("fc2")).model();
    double alone = accuracy(cut);

    double destroyed;
    try {
      Optimizer ordinary = new Optimizer(Rule.SGD, 0.01, 0.9, 5e-4);
      destroyed = accuracy(train(cut, IMAGES, 1, ordinary, Schedule.COSINE));
    } catch (TrainingFailure e) {
      destroyed = 0;
    }
    assertThat(destroyed).as("what an ordinary training leaves of %.3f", alone).isLessThan(0.6);

    Tuning chosen = tuned(cut, OptionalDouble.empty());
    assertThat(accuracy(chosen.model())).as(chosen.describe()).isGreaterThanOrEqualTo(alone);
    Tuning given = tuned(cut, OptionalDouble.of(0.01));
    assertThat(given.rate()).isEqualTo(0.01);
    assertThat(given.trials()).isEmpty();
    assertThat(accuracy(given.model())).as(given.describe()).isGreaterThanOrEqualTo(alone);
  }

  @ParameterizedTest
  @CsvSource({
    "conv4 pool fc24 fc24 fc16, RELU",
    "fc24 fc24 fc24 fc24, RELU",
    "conv4 pool fc24 fc24 fc24 fc24 fc24, RELU",
    "fc24 fc24 fc24, TANH",
    "conv4 pool fc24 fc24 fc24, TANH",
    "conv4 pool fc24 fc24 fc24 fc24, ELU"
  })
  void theRateFoundDoesAsWellAsTheBestOfFixedOnes(String notation, Function function) {
    everyLayer(trained(notation, function, Normalisation.NONE));
  }

  @Test
  void soItIsWithGelu() {
    Architecture architecture =
        Architectures.parse(
            "conv4 pool fc24 fc24 fc24",
            new Architecture.Options(Function.RELU, Normalisation.NONE, 0));
    ModelProto.Builder proto =
        new Initialization(3, 1)
            .apply(ArchitectureWriter.write(architecture, SHAPE, 3)).proto().toBuilder();
    proto.getOpsetImportBuilder(0).setVersion(20);
    proto.setIrVersion(9);
    proto.getGraphBuilder().getNodeBuilderList().stream()
        .filter(node -> node.getOpType().equals("Relu"))
        .forEach(node -> node.setOpType("Gelu"));
    everyLayer(
        train(
            OnnxModel.of(proto.build()),
            IMAGES,
            4,
            new Optimizer(Rule.ADAM, 0.003, 0.9, 0),
            Schedule.ONE_CYCLE));
  }

  private static void everyLayer(OnnxModel model) {
    List<Layer> layers =
        Layers.find(model).stream().filter(of -> of.kind() == LayerKind.FULLY_CONNECTED).toList();
    for (Layer layer : layers.subList(0, layers.size() - 1)) {
      OnnxModel cut = EditedModel.drop(model, List.of(layer.name())).model();
      Map<Double, Double> fixed = new TreeMap<>();
      for (double rate : new double[] {1e-4, 1e-3, 1e-2}) {
        fixed.put(rate, accuracy(tuned(cut, OptionalDouble.of(rate)).model()));
      }
      Tuning chosen = tuned(cut, OptionalDouble.empty());
      double best = fixed.values().stream().mapToDouble(of -> of).max().orElseThrow();
      assertThat(accuracy(chosen.model()))
          .as("without %s: %s; fixed rates %s", layer.name(), chosen.describe(), fixed)
          .isGreaterThanOrEqualTo(accuracy(cut))
          .isGreaterThanOrEqualTo(best - 0.005);
    }
  }

  @Test
  void aRateThatRuinsEverythingLeavesTheNetworkAsItWas() {
    OnnxModel model = trained("fc16 fc16", Function.RELU, Normalisation.NONE);
    Tuning tuning = tuned(model, OptionalDouble.of(1e9));

    assertThat(tuning.kept()).isZero();
    assertThat(tuning.model().sha256()).isEqualTo(model.sha256());
    assertThat(tuning.describe()).contains("1000000000", "not kept");
  }

  @Test
  void statisticsOfNormalisationStayAsTheyAre() {
    OnnxModel model = trained("conv4 pool fc16 fc16", Function.RELU, Normalisation.ALL);
    OnnxModel cut = EditedModel.drop(model, List.of("fc1")).model();
    Tuning tuning = tuned(cut, OptionalDouble.of(0.001));

    assertThat(tuning.kept()).as(tuning.describe()).isEqualTo(1);
    try (TorchNetwork before = TorchNetwork.of(cut);
        TorchNetwork after = TorchNetwork.of(tuning.model())) {
      assertThat(before.buffers()).isNotEmpty();
      before
          .buffers()
          .forEach(
              (name, tensor) ->
                  assertThat(HostTensors.floats(after.buffers().get(name)))
                      .isEqualTo(HostTensors.floats(tensor)));
    }
  }

  @Test
  void theSameSeedGivesTheSameWeights() {
    OnnxModel model = trained("fc16 fc16", Function.TANH, Normalisation.NONE);
    OnnxModel cut = EditedModel.drop(model, List.of("fc2")).model();
    assertThat(tuned(cut, OptionalDouble.empty()).model().sha256())
        .isEqualTo(tuned(cut, OptionalDouble.empty()).model().sha256());
  }

  @Test
  void probabilitiesAreTrainedAsWhatEntersTheirSoftmax() {
    OnnxModel model = trained("fc16 fc16", Function.RELU, Normalisation.NONE);
    ModelProto.Builder proto = model.proto().toBuilder();
    proto
        .getGraphBuilder()
        .addNode(
            NodeProto.newBuilder()
                .setOpType("Softmax")
                .addInput(scores(model))
                .addOutput("probabilities"))
        .getOutputBuilder(0)
        .setName("probabilities");
    OnnxModel withSoftmax = OnnxModel.of(proto.build());

    Tuning plain = tuned(model, OptionalDouble.of(0.001));
    Tuning probabilities = tuned(withSoftmax, OptionalDouble.of(0.001));
    assertThat(probabilities.epochs()).isEqualTo(plain.epochs());
  }

  @Test
  void fewImagesMakeSmallBatchesUnlessToldOtherwise() {
    OnnxModel model = trained("fc16 fc16", Function.RELU, Normalisation.NONE);
    LabelledImages few = TrainerTest.strokes(36, 5);
    TuningOptions unsaid =
        new TuningOptions(1, OptionalDouble.empty(), OptionalInt.empty(), 1, THREADS);
    Tuning tuning = FineTuner.run(model, scores(model), few, STANDARD, FlatOrder.CHW, unsaid);
    assertThat(tuning.start().images()).isEqualTo(12);
    assertThat(tuning.epochs()).hasSize(1);

    TuningOptions large =
        new TuningOptions(1, OptionalDouble.empty(), OptionalInt.of(128), 1, THREADS);
    assertThatThrownBy(
            () -> FineTuner.run(model, scores(model), few, STANDARD, FlatOrder.CHW, large))
        .isInstanceOf(TorchException.class)
        .hasMessageContaining("24 training images for batches of 128")
        .hasMessageContaining("`fineTuneBatch`");
    LabelledImages tooFew = few.subset(new int[] {0});
    assertThatThrownBy(
            () -> FineTuner.run(model, scores(model), tooFew, STANDARD, FlatOrder.CHW, unsaid))
        .isInstanceOf(TorchException.class)
        .hasMessageContaining("validation");
  }
}
