package io.entroscope.torch.train;

import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.testing.Fuzz;
import io.entroscope.torch.TorchException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No checkpoint, however damaged, does more than give way to the one before it. */
class CheckpointFuzzTest {
  private static final int EXECUTIONS = 1_000;

  @TempDir Path folder;

  @Test
  void checkpoint() throws IOException {
    GraphBuilder b = new GraphBuilder("net");
    String in = b.input("x", TensorType.of(ElementType.FLOAT, -1, 2));
    b.output(b.node("Relu", List.of(in)), TensorType.of(ElementType.FLOAT, -1, 2));
    OnnxModel model = b.build(13);
    EpochResult epoch = new EpochResult(1, 0.5, 0.5, 0.5, 0.5);
    new Checkpoint(
            "plan",
            model,
            List.of(new float[] {1, 2, 3}, new float[] {4}),
            List.of(epoch),
            new Checkpoint.Best(1, model.sha256()))
        .write(folder);
    Path state = folder.resolve("epoch-0001.state");
    byte[] whole = Files.readAllBytes(state);
    Fuzz.Reader reader =
        input -> {
          Files.write(state, input);
          Checkpoint.last(folder, "plan", note -> {});
        };
    Fuzz.of("checkpoint", TorchException.class)
        .from(whole)
        .finish(CheckpointFuzzTest::checksummed)
        .run(EXECUTIONS, reader);
  }

  private static byte[] checksummed(byte[] state, Random unused) {
    if (state.length < Long.BYTES) {
      return state;
    }
    byte[] fixed = state.clone();
    int end = state.length - Long.BYTES;
    CRC32C sum = new CRC32C();
    sum.update(fixed, 0, end);
    ByteBuffer.wrap(fixed).putLong(end, sum.getValue());
    return fixed;
  }
}
