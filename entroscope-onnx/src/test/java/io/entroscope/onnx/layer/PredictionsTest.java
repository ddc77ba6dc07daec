package io.entroscope.onnx.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Ort;
import io.entroscope.onnx.RandomValues;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.layer.Predictions.Kind;
import io.entroscope.onnx.observe.ExposeTensors;
import io.entroscope.onnx.proto.ModelProto;
import io.entroscope.onnx.proto.ValueInfoProto;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PredictionsTest {
  @Test
  void ofOutputsThatFitAlikeTheFirstIsTakenAndTheOthersAreNamed() {
    GraphBuilder b = start();
    String tokens = b.node("Unsqueeze", List.of("input", b.longs("axis", new long[] {1}, 1)));
    String map = b.node("Unsqueeze", List.of("input", b.longs("axes", new long[] {2}, 2, 3)));
    String scores = b.node("Relu", List.of("input"));
    b.output(tokens, TensorType.floats(-1, -1, 3));
    b.output(map, TensorType.floats(-1, 3, 1, 1));
    b.output(scores, TensorType.floats(-1, 3));
    OnnxModel model = b.build(13);

    assertThat(Predictions.find(model, 3))
        .isEqualTo(new Predictions(map, Kind.SCORES, List.of(), List.of(scores)));
    assertThat(Predictions.find(model, scores).tensor()).isEqualTo(scores);
    assertThatThrownBy(() -> Predictions.find(model, "scores"))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("'scores'")
        .hasMessageContaining(scores);
    assertThatThrownBy(() -> Predictions.find(model, tokens))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("neither");
  }

  /** Features [N, 6], from which logits [N, 3] are computed, and a head beside them. */
  private static GraphBuilder features(boolean headFirst, int headUnits) {
    GraphBuilder b = new GraphBuilder("heads");
    b.input("input", TensorType.floats(-1, 6));
    String hidden = b.node("Relu", List.of("input"));
    String auxiliary =
        b.node(
            "MatMul",
            List.of(hidden, b.floats("a", new long[] {6, headUnits}, new float[6 * headUnits])));
    String features = b.node("Relu", List.of(hidden));
    b.step("MatMul")
        .inputs(features, b.floats("w", new long[] {6, 3}, new float[18]))
        .outputs("logits")
        .add();
    if (headFirst) {
      b.output(auxiliary, TensorType.floats(-1, headUnits));
    }
    b.output(features, TensorType.floats(-1, 6));
    b.output("logits", TensorType.floats(-1, 3));
    return b;
  }

  @Test
  void featuresAreNoScoresWhereverTheyStand() {
    for (int classes : new int[] {3, 10}) {
      Predictions found = Predictions.find(features(false, 3).build(13), classes);
      assertThat(found).isEqualTo(new Predictions("logits", Kind.SCORES, List.of()));
    }
    assertThat(Predictions.find(features(true, 7).build(13), 3).tensor()).isEqualTo("logits");
  }

  @Test
  void ofSeveralHeadsTheDeepestIsTakenAndTheOthersAreNamed() {
    Predictions found = Predictions.find(features(true, 3).build(13), 3);
    assertThat(found.tensor()).isEqualTo("logits");
    assertThat(found.rivals()).hasSize(1);
  }

  @Test
  void logitsAndTheirSoftmaxAreNoRivalsButLogitsAndTheirMaximumAre() {
    GraphBuilder b = features(false, 3);
    String probabilities = b.node("Softmax", List.of("logits"));
    b.output(probabilities, TensorType.floats(-1, 3));
    String sure = b.node("ReduceMax", List.of("logits"), Attributes.of("axes", new long[] {1}));
    b.output(sure, TensorType.floats(-1, 1));
    Predictions found = Predictions.find(b.build(13), 3);
    assertThat(found.tensor()).isEqualTo(probabilities);
    assertThat(found.rivals()).isEmpty();
  }

  @Test
  void oneColumnIsBinary() {
    GraphBuilder b = start();
    String logit = b.node("ReduceMean", List.of("input"), Attributes.of("axes", new long[] {1}));
    b.output(logit, TensorType.floats(-1, 1));
    assertThat(Predictions.find(b.build(13), 2).kind()).isEqualTo(Kind.BINARY_LOGIT);

    String probability = b.node("Sigmoid", List.of(logit));
    String flat = b.node("Reshape", List.of(probability, b.longs("all", new long[] {1}, -1)));
    b.output(flat, TensorType.floats(-1));
    assertThat(Predictions.find(b.build(13), flat).kind()).isEqualTo(Kind.BINARY_PROBABILITY);
  }

  @Test
  void probabilitiesOfScikitLearnEnterTheirZipMap() {
    for (boolean strings : new boolean[] {true, false}) {
      GraphBuilder b = start().domain("ai.onnx.ml", 1);
      String probabilities = b.step("Softmax").inputs("input").outputs("probabilities").add();
      String label =
          b.node(
              "ArgMax",
              List.of(probabilities),
              Attributes.of("axis", 1),
              Attributes.of("keepdims", 0));
      b.output(label, TensorType.longs(-1));
      b.step("ZipMap")
          .domain("ai.onnx.ml")
          .inputs(probabilities)
          .attribute(
              strings
                  ? Attributes.of("classlabels_strings", new String[] {"cat", "dog", "eel"})
                  : Attributes.of("classlabels_int64s", new long[] {3, 5, 8}))
          .outputs("zipped")
          .add();
      ModelProto.Builder proto = b.build(13).proto().toBuilder();
      proto.getGraphBuilder().addOutput(ValueInfoProto.newBuilder().setName("zipped"));
      OnnxModel model = OnnxModel.of(proto.build());

      Predictions predictions = Predictions.find(model, 3);
      assertThat(predictions.tensor()).isEqualTo("probabilities");
      assertThat(predictions.labels())
          .isEqualTo(strings ? List.of("cat", "dog", "eel") : List.of("3", "5", "8"));
      ModelProto.Builder bare =
          new ExposeTensors(List.of("probabilities")).apply(model).proto().toBuilder();
      bare.getGraphBuilder().removeOutput(1);
      Map<String, Ort.Value> values =
          Ort.run(OnnxModel.of(bare.build()), Map.of("input", new RandomValues(1).input(2, 3)));
      assertThat(values.get("probabilities").shape()).containsExactly(2, 3);
    }
  }

  @Test
  void labelsAreTakenWhereThereAreNoScores() {
    GraphBuilder b = start();
    String label = b.node("ArgMax", List.of("input"), Attributes.of("axis", 1));
    b.output(label, TensorType.longs(-1, 1));
    assertThat(Predictions.find(b.build(13), 2))
        .isEqualTo(new Predictions(label, Kind.LABELS, List.of()));
  }

  @Test
  void anOutputOfUnknownFormMayHoldScores() {
    GraphBuilder b = start();
    String scores = b.node("Relu", List.of("input"));
    b.output(scores, new TensorType(ElementType.FLOAT, Optional.empty()));
    assertThat(Predictions.find(b.build(13), 2).kind()).isEqualTo(Kind.SCORES);
  }

  @Test
  void aModelThatIsNoClassifierIsRefused() {
    GraphBuilder b = start();
    String map = b.node("Unsqueeze", List.of("input", b.longs("axes", new long[] {2}, 2, 3)));
    b.output(map, TensorType.floats(-1, 3, 7, 7));
    assertThatThrownBy(() -> Predictions.find(b.build(13), 2))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining(map);
  }

  private static GraphBuilder start() {
    GraphBuilder b = new GraphBuilder("predictions");
    b.input("input", TensorType.floats(-1, 3));
    return b;
  }
}
