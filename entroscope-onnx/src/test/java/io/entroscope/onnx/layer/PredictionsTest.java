package io.entroscope.onnx.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Ort;
import io.entroscope.onnx.RandomValues;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.layer.Predictions.Kind;
import io.entroscope.onnx.observe.ExposeTensors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PredictionsTest {
  @Test
  void theFirstOutputOfScoresIsTaken() {
    GraphBuilder b = start();
    String tokens = b.node("Unsqueeze", List.of("input", b.longs("axis", new long[] {1}, 1)));
    String map = b.node("Unsqueeze", List.of("input", b.longs("axes", new long[] {2}, 2, 3)));
    String scores = b.node("Relu", List.of("input"));
    b.output(tokens, TensorType.floats(-1, -1, 3));
    b.output(map, TensorType.floats(-1, 3, 1, 1));
    b.output(scores, TensorType.floats(-1, 3));
    OnnxModel model = b.build(13);

    assertThat(Predictions.find(model)).isEqualTo(new Predictions(map, Kind.SCORES, List.of()));
    assertThat(Predictions.find(model, scores).tensor()).isEqualTo(scores);
    assertThatThrownBy(() -> Predictions.find(model, "scores"))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("'scores'")
        .hasMessageContaining(scores);
    assertThatThrownBy(() -> Predictions.find(model, tokens))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("neither");
  }

  @Test
  void oneColumnIsBinary() {
    GraphBuilder b = start();
    String logit = b.node("ReduceMean", List.of("input"), Attributes.of("axes", new long[] {1}));
    b.output(logit, TensorType.floats(-1, 1));
    assertThat(Predictions.find(b.build(13)).kind()).isEqualTo(Kind.BINARY_LOGIT);

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

      Predictions predictions = Predictions.find(model);
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
    assertThat(Predictions.find(b.build(13)))
        .isEqualTo(new Predictions(label, Kind.LABELS, List.of()));
  }

  @Test
  void anOutputOfUnknownFormMayHoldScores() {
    GraphBuilder b = start();
    String scores = b.node("Relu", List.of("input"));
    b.output(scores, new TensorType(DataType.FLOAT, Optional.empty()));
    assertThat(Predictions.find(b.build(13)).kind()).isEqualTo(Kind.SCORES);
  }

  @Test
  void aModelThatIsNoClassifierIsRefused() {
    GraphBuilder b = start();
    String map = b.node("Unsqueeze", List.of("input", b.longs("axes", new long[] {2}, 2, 3)));
    b.output(map, TensorType.floats(-1, 3, 7, 7));
    assertThatThrownBy(() -> Predictions.find(b.build(13)))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining(map);
  }

  private static GraphBuilder start() {
    GraphBuilder b = new GraphBuilder("predictions");
    b.input("input", TensorType.floats(-1, 3));
    return b;
  }
}
