package io.entroscope.torch.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.advice.Surgery;
import io.entroscope.core.Analyzer;
import io.entroscope.core.PlanException;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.Planner;
import io.entroscope.core.run.Classifier;
import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Selection;
import io.entroscope.data.Split;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.image.ImageShape;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.Layers;
import io.entroscope.result.ResultJson;
import io.entroscope.testing.BrightRows;
import io.entroscope.torch.architecture.Architecture;
import io.entroscope.torch.architecture.Architectures;
import io.entroscope.torch.architecture.Initialization;
import io.entroscope.torch.train.Tuning;
import io.entroscope.torch.train.TuningOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers taken out of a network that knows nothing yet, and what training makes of the rest. */
class PrunerTest {
  private static final int TRAIN = 300;
  private static final AnalysisOptions OPTIONS = AnalysisOptions.builder().threads(1).build();
  private static final TuningOptions TUNING =
      new TuningOptions(3, OptionalDouble.of(0.1), OptionalInt.of(30), 1, 1);

  @TempDir private static Path folder;

  private static OnnxModel model;
  private static DataSpec data;

  @BeforeAll
  static void make() {
    BrightRows.THREE.write(folder, "train", TRAIN, 1);
    BrightRows.THREE.write(folder, "t10k", 150, 2);
    data = DataSpec.of(folder);
    model = network(5);
  }

  private static OnnxModel network(long seed) {
    int side = BrightRows.THREE.side();
    return Architectures.parse("fc12 fc12 fc8", Architecture.Options.PLAIN)
        .network(new ImageShape(1, side, side), 3, new Initialization(seed, 1));
  }

  private static Pruner pruner(Optional<TuningOptions> tuning, boolean rebuild) {
    return new Pruner(model, data, OPTIONS, tuning, rebuild);
  }

  private static List<String> layers(OnnxModel of) {
    return Layers.find(of).stream().map(Layer::name).toList();
  }

  private static double accuracy(OnnxModel of) {
    try (ImageDataSet test = DataSets.open(data.withSplit(Split.TEST));
        Classifier classifier = Classifier.open(Planner.plan(of, test, OPTIONS))) {
      int[] all = IntStream.range(0, test.size()).toArray();
      int[] named = classifier.predict(all);
      return IntStream.of(all).filter(i -> named[i] == test.label(i)).count() / (double) all.length;
    }
  }

  @Test
  void namedLayersGoAndNothingElseChanges() {
    Pruner.Pruned pruned = pruner(Optional.empty(), false).dropped(List.of("fc2"));
    assertThat(layers(model)).containsExactly("fc1", "fc2", "fc3", "fc4");
    assertThat(layers(pruned.model())).containsExactly("fc1", "fc3", "fc4");
    assertThat(pruned.done()).containsExactly("fc2 bypassed");
    assertThat(pruned.notes()).isEmpty();
    assertThat(pruner(Optional.empty(), false).dropped(List.of("fc2")).model().sha256())
        .isEqualTo(pruned.model().sha256());
  }

  @Test
  void aFoldedLayerIsComputedOrDrawnAnew() {
    OnnxModel computed = pruner(Optional.empty(), false).dropped(List.of("fc3")).model();
    OnnxModel drawn = pruner(Optional.empty(), true).dropped(List.of("fc3")).model();
    assertThat(layers(drawn)).isEqualTo(layers(computed)).hasSize(3);
    assertThat(drawn.sha256()).isNotEqualTo(computed.sha256());
  }

  @Test
  void whatIsLeftIsTrained() {
    Pruner.Pruned pruned = pruner(Optional.of(TUNING), false).dropped(List.of("fc2"));
    assertThat(pruned.done()).hasSize(2).first().isEqualTo("fc2 bypassed");
    assertThat(accuracy(pruned.model())).isGreaterThan(0.9).isGreaterThan(accuracy(model) + 0.3);
  }

  @Test
  void anUnknownLayerIsRefused() {
    Pruner pruner = pruner(Optional.empty(), false);
    assertThatThrownBy(() -> pruner.dropped(List.of("fc9")))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("fc9");
  }

  private static Path result(OnnxModel of, Split split) throws IOException {
    Path file = folder.resolve(split.id() + of.sha256() + ".json");
    try (ImageDataSet images = DataSets.open(data.withSplit(split))) {
      ResultJson.write(Analyzer.analyze(of, images, OPTIONS), file);
    }
    return file;
  }

  @Test
  void adviceOfAnotherModelIsRefused() throws IOException {
    Path other = result(network(6), Split.TRAIN);
    Pruner pruner = pruner(Optional.empty(), false);
    assertThatThrownBy(() -> pruner.advised(other, Pruner.MARGIN))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("is of another model");
  }

  @Test
  void adviceReadFromTestImagesIsPointedOut() throws IOException {
    Pruner pruner = pruner(Optional.empty(), false);
    assertThat(pruner.advised(result(model, Split.TEST), 0.5).notes())
        .anyMatch(note -> note.startsWith("the advice was read from test images"));
    assertThat(pruner.advised(result(model, Split.TRAIN), 0.5).notes())
        .noneMatch(note -> note.startsWith("the advice was read from test images"));
  }

  @Test
  void adviceIsFollowedInItsOrderAndByTheMarginAlone() throws IOException {
    Pruner pruner = pruner(Optional.empty(), false);
    Path result = result(model, Split.TRAIN);
    Pruner.Pruned all = pruner.advised(result, 0.99);
    assertThat(all.done()).hasSize(2);
    assertThat(layers(all.model())).containsExactly("fc1", "fc4");
    assertThat(all.notes().get(0)).startsWith("fc3 goes: without it");
    assertThat(all.notes().get(1)).startsWith("fc2 goes: without fc3, fc2");

    // Twenty-odd images show nothing to within half a point, however little is lost.
    Pruner.Pruned none = pruner.advised(result, Pruner.MARGIN);
    assertThat(none.model()).isSameAs(model);
    assertThat(none.notes()).hasSize(3).last().asString().contains("too few", "that takes 539");
    assertThat(none.notes()).filteredOn(note -> note.contains(" stays: ")).hasSize(2);
  }

  @Test
  void whatIsRankedCanBeDropped() {
    assertThat(Surgeries.of(model).apply("fc2")).isEqualTo(Surgery.by("bypass"));
    assertThat(Surgeries.of(model).apply("fc3")).isEqualTo(Surgery.by("fold"));
    assertThat(Surgeries.of(model).apply("fc4").refusal()).contains("last layer");
  }

  @Test
  void aLayerBehindAFoldedOneIsFoldedToo() {
    Pruner.Pruned pruned = pruner(Optional.empty(), false).dropped(List.of("fc1", "fc2"));
    assertThat(layers(pruned.model())).containsExactly("fc3", "fc4");
    assertThat(pruned.done()).hasSize(2).allMatch(done -> done.contains("folded into the next"));
  }

  @Test
  void theChosenImagesOfTheTrainingSplitAreTrainedOn() {
    List<Integer> sizes = new ArrayList<>();
    Tuning tuned =
        FineTune.run(
            model,
            data.withSplit(Split.TRAIN),
            images -> {
              sizes.add(images.size());
              return IntStream.range(0, 90).toArray();
            },
            OPTIONS,
            TUNING);
    assertThat(sizes).containsExactly(TRAIN);
    assertThat(tuned.epochs()).hasSize(3);
    assertThat(accuracy(tuned.model())).isGreaterThan(accuracy(model));
  }

  @Test
  void imagesThatDoNotFitAreRefused() {
    AnalysisOptions other =
        AnalysisOptions.builder().threads(1).selection(Selection.ALL.withLimit(1)).build();
    OnnxModel wide =
        Architectures.parse("fc12", Architecture.Options.PLAIN)
            .network(new ImageShape(3, 32, 32), 3, new Initialization(1, 1));
    assertThatThrownBy(
            () ->
                FineTune.run(
                    wide, data.withSplit(Split.TRAIN), images -> new int[] {0}, other, TUNING))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the dataset's are 9x9 grey");
  }
}
