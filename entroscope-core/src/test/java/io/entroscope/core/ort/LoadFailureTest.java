package io.entroscope.core.ort;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.core.PlanException;
import io.entroscope.core.ort.OrtEngine.Optimization;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.proto.ModelProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.OperatorSetIdProto;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each failure to load is told with the cure that fits it. */
class LoadFailureTest {
  private static ModelProto.Builder model(NodeProto... more) {
    GraphBuilder b = new GraphBuilder("g");
    String x = b.input("x", TensorType.floats(-1, 2));
    b.step("Relu").named("first").inputs(x).outputs("t").add();
    OnnxModel model = b.output("t", TensorType.floats(-1, 2)).build(17);
    ModelProto.Builder proto = model.proto().toBuilder();
    proto.getGraphBuilder().addAllNode(List.of(more));
    return proto;
  }

  private static NodeProto node(String domain, String operator, String name, String input) {
    return NodeProto.newBuilder()
        .setDomain(domain)
        .setOpType(operator)
        .setName(name)
        .addInput(input)
        .addOutput("made by " + operator)
        .build();
  }

  private static void assertTold(ModelProto.Builder model, String... words) {
    assertThatThrownBy(
            () -> OrtEngine.open(OnnxModel.of(model.build()), Device.CPU, Optimization.NONE))
        .isInstanceOf(PlanException.class)
        .hasMessageContainingAll(words)
        .hasMessageNotContaining("onnx.checker");
  }

  @Test
  void namesGivenTwice() {
    assertTold(model(node("", "Abs", "first", "t")), "called 'first'", "a name of its own");
  }

  @Test
  void versionsThatAreTooNew() {
    ModelProto.Builder opset = model();
    opset.getOpsetImportBuilder(0).setVersion(99);
    assertTold(opset, "version 99 of the operators", "version_converter");
    assertTold(model().setIrVersion(99), "version 99 of ONNX's file format", "model.ir_version");
  }

  @Test
  void operatorsThatNobodyKnows() {
    assertTold(model(node("", "Fooo", "f", "t")), "no operator Fooo in version 17");
    assertTold(model(node("my.ops", "Foo", "f", "t")), "domain 'my.ops'", "opset_import");
    ModelProto.Builder imported = model(node("my.ops", "Foo", "f", "t"));
    imported.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("my.ops").setVersion(1));
    assertTold(imported, "operator Foo of the domain 'my.ops'", "no library");
    assertTold(model(node("", "Abs", "a", "nowhere")), "nothing makes its tensor 'nowhere'");
  }

  @Test
  void numbersThatTheProcessorHasNoCodeFor() {
    GraphBuilder b = new GraphBuilder("bf16");
    String x = b.input("x", TensorType.floats(-1, 2));
    String wide = b.node("Cast", List.of(x), Attributes.of("to", ElementType.BFLOAT16.number()));
    String w =
        b.initializer(Tensors.of("w", ElementType.BFLOAT16, new long[] {2, 2}, new double[4]));
    String y = b.step("MatMul").named("fc").inputs(wide, w).add();
    String end = b.node("Cast", List.of(y), Attributes.of("to", 1));
    assertTold(
        b.output(end, TensorType.floats(-1, 2)).build(17).proto().toBuilder(),
        "MatMul (node 'fc') in bfloat16",
        "export the model in float32");
  }
}
