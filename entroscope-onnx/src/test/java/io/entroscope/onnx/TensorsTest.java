package io.entroscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.onnx.proto.ModelProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.StringStringEntryProto;
import io.entroscope.onnx.proto.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorsTest {
  @Test
  void whatIsWrittenIsRead() {
    double[] values = {0, -0.0, 1, -1.5, 65504, 0x1p-24, Double.POSITIVE_INFINITY, 3};
    for (ElementType type :
        List.of(ElementType.FLOAT, ElementType.DOUBLE, ElementType.FLOAT16, ElementType.BFLOAT16)) {
      double[] expected = values.clone();
      if (type == ElementType.BFLOAT16) {
        expected[4] = 65536;
      }
      TensorProto tensor = Tensors.of("t", type, new long[] {2, 4}, values);
      assertThat(Tensors.doubles(tensor)).as(type.name()).isEqualTo(expected);
      assertThat(Tensors.dims(tensor)).containsExactly(2, 4);
    }
    TensorProto whole = Tensors.ofLongs("n", new long[] {3}, -1, 0, Long.MAX_VALUE);
    assertThat(Tensors.longs(whole)).containsExactly(-1, 0, Long.MAX_VALUE);
  }

  @Test
  void everyHalfIsReadAndWrittenBack() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float half = HalfFloats.fromHalf((short) bits);
      float brain = HalfFloats.fromBrain((short) bits);
      if (!Float.isNaN(half)) {
        assertThat(HalfFloats.toHalf(half)).as("%04x", bits).isEqualTo((short) bits);
      }
      if (!Float.isNaN(brain)) {
        assertThat(HalfFloats.toBrain(brain)).as("%04x", bits).isEqualTo((short) bits);
      }
    }
    assertThat(HalfFloats.fromHalf(HalfFloats.toHalf(Double.NaN))).isNaN();
    assertThat(HalfFloats.fromBrain(HalfFloats.toBrain(Double.NaN))).isNaN();
    assertThat(HalfFloats.fromHalf(HalfFloats.toHalf(1 / 3.0))).isEqualTo(0.33325195f);
    assertThat(HalfFloats.fromHalf(HalfFloats.toHalf(65519))).isEqualTo(65504f);
    assertThat(HalfFloats.fromHalf(HalfFloats.toHalf(-65520))).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(HalfFloats.fromHalf(HalfFloats.toHalf(2047.5))).isEqualTo(2048f);
  }

  @Test
  void typedFieldsAreRead() {
    TensorProto.Builder base = TensorProto.newBuilder().addDims(2);
    assertThat(
            Tensors.doubles(typed(base, ElementType.FLOAT).addFloatData(1).addFloatData(2).build()))
        .containsExactly(1, 2);
    assertThat(
            Tensors.doubles(
                typed(base, ElementType.DOUBLE).addDoubleData(1).addDoubleData(2).build()))
        .containsExactly(1, 2);
    assertThat(
            Tensors.doubles(
                typed(base, ElementType.FLOAT16).addInt32Data(0x3c00).addInt32Data(0xbc00).build()))
        .containsExactly(1, -1);
    assertThat(
            Tensors.doubles(
                typed(base, ElementType.BFLOAT16)
                    .addInt32Data(0x3f80)
                    .addInt32Data(0xbf80)
                    .build()))
        .containsExactly(1, -1);
    assertThat(
            Tensors.longs(typed(base, ElementType.INT8).addInt32Data(-3).addInt32Data(4).build()))
        .containsExactly(-3, 4);
    assertThat(
            Tensors.longs(
                typed(base, ElementType.UINT32).addUint64Data(3).addUint64Data(4).build()))
        .containsExactly(3, 4);
    assertThat(
            Tensors.doubles(typed(base, ElementType.INT64).addInt64Data(3).addInt64Data(4).build()))
        .containsExactly(3, 4);
  }

  @Test
  void missingValuesAreRefused() {
    TensorProto tensor =
        typed(TensorProto.newBuilder().setName("fc1.weight").addDims(2), ElementType.FLOAT)
            .addFloatData(1)
            .build();
    assertThatThrownBy(() -> Tensors.doubles(tensor))
        .isInstanceOf(OnnxException.class)
        .hasMessage("tensor 'fc1.weight' should hold 2 values and holds 1; export the model again");
    assertThatThrownBy(() -> Tensors.longs(tensor))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("FLOAT");
  }

  @Test
  void valuesBesideTheModelAreRead(@TempDir Path folder) throws IOException {
    ByteBuffer raw = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    raw.putDouble(0).putFloat(1.5f).putFloat(-2);
    Files.write(folder.resolve("weights.bin"), raw.array());

    OnnxModel model = model(folder, external("weights.bin", "8"));
    TensorProto tensor = model.proto().getGraph().getInitializer(0);
    assertThat(Tensors.floats(model, tensor)).containsExactly(1.5f, -2);

    for (TensorProto bad :
        List.of(
            external("weights.bin", "12"),
            external("none.bin", "0"),
            external("../secret", "0"),
            external("weights.bin", "x"),
            external("weights.bin", "-9"),
            external("nul\0", "0"),
            external("", "0"))) {
      assertThatThrownBy(() -> Tensors.floats(model, bad))
          .isInstanceOf(OnnxException.class)
          .hasMessageContaining("'w'")
          .hasMessageNotContaining("\n");
    }
    assertThatThrownBy(() -> Tensors.floats(model, external("weights.bin", "x")))
        .hasMessageContaining("gives 'x' as the place to read from");
    assertThatThrownBy(() -> Tensors.floats(model, external("none.bin", "0")))
        .hasMessageContaining("it is not there");
    Files.createSymbolicLink(folder.resolve("endless.bin"), Path.of("/dev/zero"));
    assertThatThrownBy(() -> Tensors.floats(model, external("endless.bin", "0")))
        .hasMessageContaining("a device");
    assertThatThrownBy(() -> Tensors.doubles(tensor)).isInstanceOf(OnnxException.class);
  }

  @Test
  void changesOfItsFilesAreNoticed(@TempDir Path folder) throws IOException {
    Path weights = Files.write(folder.resolve("weights.bin"), new byte[8]);
    OnnxModel model = model(folder, external("weights.bin", "0"));
    OnnxModel edited = model.withMetadata(Map.of("a", "b"));
    Path file = model.path().orElseThrow();
    model.requireWeightsUnchanged();

    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    assertThat(model.change()).as("the same bytes at another time").isEmpty();
    Files.write(file, new byte[3]);
    assertThat(model.change()).contains(file + " was changed");
    Files.delete(file);
    assertThat(model.change()).contains(file + " was removed");
    model.requireWeightsUnchanged();

    Files.write(weights, new byte[9]);
    for (OnnxModel one : List.of(model, edited)) {
      assertThatThrownBy(one::requireWeightsUnchanged)
          .isInstanceOf(OnnxException.class)
          .hasMessageStartingWith(weights + " was changed while the model was in use");
    }
    OnnxModel made = OnnxModel.of(model.proto());
    assertThat(made.change()).isEmpty();
    made.requireWeightsUnchanged();
  }

  private static OnnxModel model(Path folder, TensorProto tensor) throws IOException {
    ModelProto.Builder proto = ModelProto.newBuilder();
    proto
        .getGraphBuilder()
        .addInitializer(tensor)
        .addNode(NodeProto.newBuilder().setOpType("Identity").addInput("w").addOutput("y"));
    Path file = folder.resolve("model.onnx");
    Files.write(file, proto.build().toByteArray());
    return OnnxModel.read(file);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4095, 4096, 4097, 10_000})
  void floatsAreSeenToBeFiniteByTheirBits(int count) {
    float[] values = new float[count];
    Arrays.fill(values, -Float.MAX_VALUE);
    assertThat(isPlainlyFinite(values)).isTrue();
    for (float bad : new float[] {Float.NaN, -Float.NaN, 1f / 0, -1f / 0}) {
      for (int at : new int[] {0, count / 2, count - 1}) {
        float[] spoilt = values.clone();
        spoilt[at] = bad;
        assertThat(isPlainlyFinite(spoilt)).as("%s at %d", bad, at).isFalse();
      }
    }
  }

  private static boolean isPlainlyFinite(float[] values) {
    TensorProto tensor = Tensors.ofFloats("w", new long[] {values.length}, values);
    return Tensors.isPlainlyFinite(OnnxModel.of(ModelProto.getDefaultInstance()), tensor);
  }

  private static TensorProto external(String location, String offset) {
    return TensorProto.newBuilder()
        .setName("w")
        .setDataType(ElementType.FLOAT.number())
        .addDims(2)
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(entry("location", location))
        .addExternalData(entry("offset", offset))
        .build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private static TensorProto.Builder typed(TensorProto.Builder base, ElementType type) {
    return base.clone().setDataType(type.number());
  }
}
