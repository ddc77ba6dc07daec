package io.entroscope.core.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.stats.block.AffineMap;
import io.entroscope.stats.block.LinearMap;
import io.entroscope.stats.block.PairMoments;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads beside scikit-learn's RidgeClassifier on the same means, whose make.py is kept. */
class SklearnTest {
  /** Of embeddings in single precision. */
  private static final double TOLERANCE = 1e-5;

  @TempDir private Path folder;
  private JsonNode reference = null;
  private Embeddings embeddings = null;

  private static InputStream resource(String name) {
    return Objects.requireNonNull(SklearnTest.class.getResourceAsStream(name));
  }

  private static OnnxModel encoder() {
    GraphBuilder graph = new GraphBuilder("states");
    String x = graph.input("states", TensorType.floats(-1, 5, 12));
    graph.input("attention_mask", TensorType.longs(-1, 5));
    return graph
        .output(graph.step("Identity").inputs(x).add(), TensorType.floats(-1, 5, 12))
        .build(17);
  }

  @BeforeEach
  void read() throws IOException {
    try (InputStream states = resource("states.npz");
        InputStream numbers = resource("sklearn.json")) {
      Files.copy(states, folder.resolve("states.npz"));
      reference = JsonMapper.builder().build().readTree(numbers);
    }
    try (DataSet data = DataSets.openAny(DataSpec.of(folder.resolve("states.npz")))) {
      Embedder embedder = Embedder.of(encoder(), null, Pooling.MEAN);
      embeddings = Embeddings.of(embedder, data, AnalysisOptions.builder().build());
    }
  }

  private PairMoments moments() {
    PairMoments.Builder builder = new PairMoments.Builder(embeddings.width(), embeddings.classes());
    for (int i = 0; i < embeddings.size(); i++) {
      float[] target = new float[embeddings.classes()];
      for (int c = 0; c < target.length; c++) {
        target[c] = c == embeddings.labels()[i] ? 1 : -1;
      }
      builder.add(embeddings.rows()[i], target);
    }
    return builder.build();
  }

  private static void assertSame(AffineMap map, JsonNode sklearn) {
    for (int c = 0; c < map.outputs(); c++) {
      assertThat(map.bias()[c]).isCloseTo(sklearn.at("/bias/" + c).asDouble(), within(TOLERANCE));
      for (int i = 0; i < map.inputs(); i++) {
        assertThat(map.weights()[i][c])
            .isCloseTo(sklearn.at("/weights/" + i + "/" + c).asDouble(), within(TOLERANCE));
      }
    }
  }

  @Test
  void eachRidgeGivesItsWeights() {
    PairMoments moments = moments();
    assertThat(reference).hasSize(8);
    for (JsonNode sklearn : reference) {
      double lambda = sklearn.get("lambda").asDouble();
      assertSame(LinearMap.towardsZero(moments, lambda).orElseThrow(), sklearn);
    }
  }

  @Test
  void theSameRidgeIsChosenByTheSameCrossValidation() {
    JsonNode best = reference.get(0);
    for (JsonNode sklearn : reference) {
      best = sklearn.get("hits").asInt() >= best.get("hits").asInt() ? sklearn : best;
    }
    RidgeHead head = RidgeHead.fit(embeddings, 0);
    assertThat(head.lambda()).isEqualTo(best.get("lambda").asDouble());
    assertThat(head.hits()).isEqualTo(best.get("hits").asLong());
    assertSame(head.map(), best);
  }
}
