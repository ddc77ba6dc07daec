package io.entroscope.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.core.Analyzer;
import io.entroscope.core.Fixtures;
import io.entroscope.core.Fixtures.Network;
import io.entroscope.core.Progress;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.Planner;
import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.proto.ModelProto;
import io.entroscope.onnx.proto.StringStringEntryProto;
import io.entroscope.onnx.proto.TensorProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that something else changes while an analysis runs. */
class ChangedInputTest {
  private static final int IMAGES = 300;

  @TempDir Path folder;

  private final Random random = new Random(5);

  /** What something else does to a file. */
  private interface Deed {
    void to(Path file) throws IOException;
  }

  @BeforeEach
  void writeImages() {
    int[] labels = random.ints(IMAGES, 0, 3).toArray();
    Fixtures.write(folder, Fixtures.images(random, IMAGES), labels);
  }

  private void analyze(OnnxModel model, Path file, Deed deed) {
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder))) {
      AnalysisOptions options = AnalysisOptions.builder().threads(1).batch(16).build();
      AnalysisPlan plan = Planner.plan(model, data, options);
      Progress meanwhile =
          (done, total) -> {
            try {
              deed.to(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          };
      Analyzer.run(plan, meanwhile, new StageTimes());
    }
  }

  @Test
  void dataThatAreRemovedOrChangedGiveNoResult() {
    OnnxModel model = Network.random(random, 1, Fixtures.PIXELS, 4, 3).model();
    Path labels = folder.resolve("t10k-labels-idx1-ubyte.gz");
    Path images = folder.resolve("t10k-images-idx3-ubyte.gz");
    assertThatThrownBy(() -> analyze(model, labels, file -> Files.write(file, new byte[] {1})))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(labels + " was changed while it was in use");
    writeImages();
    assertThatThrownBy(() -> analyze(model, images, Files::deleteIfExists))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(images + " was removed while it was in use");
  }

  @Test
  void weightsBesideAModelThatAreChangedGiveNoResult() throws IOException {
    Path weights = folder.resolve("weights.bin");
    Path file = folder.resolve("model.onnx");
    ModelProto within = Network.random(random, 1, Fixtures.PIXELS, 4, 3).model().proto();
    Files.write(file, withWeightsIn(weights, OnnxModel.of(within)).toByteArray());
    OnnxModel model = OnnxModel.read(file);
    analyze(model, weights, at -> {});
    byte[] other = Files.readAllBytes(weights);
    other[0]++;
    assertThatThrownBy(() -> analyze(model, weights, at -> Files.write(at, other)))
        .isInstanceOf(OnnxException.class)
        .hasMessageStartingWith(weights + " was changed while the model was in use");
    assertThat(model.change()).isEmpty();
  }

  private static ModelProto withWeightsIn(Path file, OnnxModel model) throws IOException {
    ModelProto.Builder outside = model.proto().toBuilder();
    ByteBuffer bytes = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    for (TensorProto.Builder tensor : outside.getGraphBuilder().getInitializerBuilderList()) {
      int start = bytes.position();
      for (float value : Tensors.floats(model, tensor.build())) {
        bytes.putFloat(value);
      }
      tensor
          .clearFloatData()
          .clearRawData()
          .setDataLocation(TensorProto.DataLocation.EXTERNAL)
          .addExternalData(entry("location", file.getFileName().toString()))
          .addExternalData(entry("offset", String.valueOf(start)))
          .addExternalData(entry("length", String.valueOf(bytes.position() - start)));
    }
    byte[] used = new byte[bytes.position()];
    bytes.flip().get(used);
    Files.write(file, used);
    return outside.build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }
}
