package io.entroscope.result.derived;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Results;
import io.entroscope.result.derived.LayerPair.By;
import io.entroscope.result.layer.LayerFacts;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.result.layer.LayerWeights;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which layers of two networks are taken for the same one. */
class LayerAlignmentTest {
  /**
   * A layer by its name, which begins with "block" if it is one, its weights after a colon; an
   * exclamation mark: the output layer.
   */
  private static AnalysisResult network(String... layers) {
    List<LayerResult> made = new ArrayList<>();
    for (String layer : layers) {
      boolean output = layer.endsWith("!");
      boolean block = layer.startsWith("block");
      String[] parts = layer.replace("!", "").split(":", -1);
      String weights = parts.length > 1 ? parts[1] : null;
      String role = output ? LayerFacts.OUTPUT : LayerFacts.HIDDEN;
      String kind = block ? LayerResult.BLOCK : LayerResult.FULLY_CONNECTED;
      made.add(layer(parts[0], kind, weights, output, role));
    }
    return Results.full().withLayers(made);
  }

  private static LayerResult layer(
      String name, String kind, @Nullable String weights, boolean output, @Nullable String role) {
    LayerResult any = Results.full().layers().get(0);
    LayerFacts facts =
        new LayerFacts(
            name,
            name,
            name,
            kind,
            output ? null : "Relu",
            1,
            2,
            new LayerWeights(null, 20, weights),
            List.of(-1L, 2L),
            role);
    return new LayerResult(
        facts,
        any.observation(),
        any.all(),
        any.classes(),
        any.mean(),
        any.samples(),
        null,
        null,
        null,
        null);
  }

  private static List<LayerPair> pairs(AnalysisResult first, AnalysisResult other) {
    return LayerAlignment.of(List.of(first, other)).pairs(1);
  }

  @Test
  void aLayerThatIsGoneIsAGap() {
    AnalysisResult whole = network("fc1", "fc2", "fc3", "fc4!");
    AnalysisResult pruned = network("fc2", "fc3", "fc4!");
    assertThat(LayerAlignment.of(List.of(whole, pruned)).columns())
        .containsExactly(List.of(0, -1), List.of(1, 0), List.of(2, 1), List.of(3, 2));
    assertThat(pairs(whole, pruned))
        .extracting(LayerPair::label, LayerPair::by)
        .containsExactly(tuple("fc2"), tuple("fc3"), tuple("fc4"));
  }

  private static org.assertj.core.groups.Tuple tuple(String name) {
    return org.assertj.core.groups.Tuple.tuple(name, By.NAME);
  }

  @Test
  void aLayerThatIsNewIsAGapInTheFirst() {
    AnalysisResult small = network("fc1", "fc4!");
    AnalysisResult large = network("fc1", "fc2", "fc4!", "aux!");
    assertThat(LayerAlignment.of(List.of(small, large)).columns())
        .containsExactly(List.of(0, 0), List.of(-1, 1), List.of(1, 2), List.of(-1, 3));
  }

  /** fc2 is hidden in one network, and gives the scores of the other. */
  @Test
  void theOutputIsNeverPairedWithAHiddenLayer() {
    AnalysisResult two = network("fc1", "fc2!");
    AnalysisResult six = network("fc1", "fc2", "fc3", "fc4", "fc5", "fc6!");
    assertThat(pairs(two, six))
        .containsExactly(
            new LayerPair("fc1", "fc1", By.NAME), new LayerPair("fc2", "fc6", By.ROLE));
    assertThat(pairs(six, two))
        .containsExactly(
            new LayerPair("fc1", "fc1", By.NAME), new LayerPair("fc6", "fc2", By.ROLE));
  }

  @Test
  void weightsCountMoreThanNames() {
    AnalysisResult whole = network("fc1:a", "fc2:b", "fc3:c", "fc4:d!");
    AnalysisResult renumbered = network("fc1:b", "fc2:c", "fc3:d!");
    assertThat(pairs(whole, renumbered))
        .containsExactly(
            new LayerPair("fc2", "fc1", By.WEIGHTS),
            new LayerPair("fc3", "fc2", By.WEIGHTS),
            new LayerPair("fc4", "fc3", By.WEIGHTS));
    AnalysisResult trainedOn = network("fc1:x", "fc2:y", "fc3:z!");
    assertThat(pairs(whole, trainedOn))
        .containsExactly(
            new LayerPair("fc1", "fc1", By.NAME),
            new LayerPair("fc2", "fc2", By.NAME),
            new LayerPair("fc4", "fc3", By.ROLE));
  }

  @Test
  void aBlockIsNeverPairedWithALayer() {
    AnalysisResult residual = network("block1", "block2", "fc!");
    assertThat(pairs(residual, network("dense", "dense_1", "head!")))
        .containsExactly(new LayerPair("fc", "head", By.ROLE));
    assertThat(pairs(residual, network("block.a", "block.b", "head!"))).hasSize(3);
  }

  @Test
  void withoutACommonNameLayersArePairedInOrderIfThereAreAsMany() {
    AnalysisResult torch = network("fc1", "fc2", "fc3!");
    assertThat(pairs(torch, network("dense", "dense_1", "dense_2!")))
        .containsExactly(
            new LayerPair("fc1", "dense", By.ORDER),
            new LayerPair("fc2", "dense_1", By.ORDER),
            new LayerPair("fc3", "dense_2", By.ROLE));
    assertThat(pairs(torch, network("dense", "dense_1!")))
        .containsExactly(new LayerPair("fc3", "dense_1", By.ROLE));
  }

  /** The last layer, without an activation function, gives the scores. */
  @Test
  void resultsOfOldVersionsDoNotSayTheRole() {
    AnalysisResult two =
        Results.full()
            .withLayers(
                List.of(
                    layer("fc1", LayerResult.FULLY_CONNECTED, null, false, null),
                    layer("fc2", LayerResult.FULLY_CONNECTED, null, true, null)));
    AnalysisResult three =
        Results.full()
            .withLayers(
                List.of(
                    layer("fc1", LayerResult.FULLY_CONNECTED, null, false, null),
                    layer("fc2", LayerResult.FULLY_CONNECTED, null, false, null),
                    layer("fc3", LayerResult.FULLY_CONNECTED, null, true, null)));
    assertThat(pairs(two, three))
        .containsExactly(
            new LayerPair("fc1", "fc1", By.NAME), new LayerPair("fc2", "fc3", By.ROLE));
  }
}
