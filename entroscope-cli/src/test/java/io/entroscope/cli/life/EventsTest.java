package io.entroscope.cli.life;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.entroscope.app.export.TrainingEvents;
import io.entroscope.cli.Cli;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The events of a tracked training, read by TensorFlow's formats as they are published. */
class EventsTest {
  /** Castagnoli's polynomial, reflected. */
  private static final int POLYNOMIAL = 0x82f63b78;

  private static final int MASK = 0xa282ead8;

  @TempDir private Path folder;

  @Test
  void numbersAndHistogramsByEpoch() throws IOException {
    Path first = folder.resolve("epoch-1");
    assertThat(
            Cli.run("analyze", Cli.MODEL, "--data", Cli.SAMPLE, "--limit", "60", "--out", first)
                .code())
        .isZero();
    Path second = Files.createDirectory(folder.resolve("epoch-2"));
    Files.copy(first.resolve("result.json"), second.resolve("result.json"));
    Path out = folder.resolve("track");
    assertThat(Cli.run("track", first, second, "--data", Cli.SAMPLE, "--out", out).code()).isZero();

    Map<String, double[]> seen = read(out.resolve(TrainingEvents.FILE));
    AnalysisResult result = ResultJson.read(out.resolve("result.json"));
    double mean =
        result.layers().get(2).classes().stream()
            .mapToDouble(of -> of.patternEntropy().normalized())
            .average()
            .orElseThrow();
    assertThat(seen.get("2 pattern_entropy/fc1")).containsExactly((float) mean);
    assertThat(seen.get("1 accuracy")).containsExactly((float) result.accuracy());
    assertThat(seen.get("2 image_entropy_nats/fc2"))
        .startsWith(0, Math.log(128), (double) result.layers().get(3).all().images());
  }

  /** By step and tag: the number, or of a histogram its least, greatest and count. */
  private static Map<String, double[]> read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    Map<String, double[]> seen = new LinkedHashMap<>();
    boolean first = true;
    while (bytes.hasRemaining()) {
      byte[] length = new byte[8];
      bytes.get(length);
      assertThat(bytes.getInt()).isEqualTo(masked(length));
      byte[] event =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      bytes.get(event);
      assertThat(bytes.getInt()).isEqualTo(masked(event));
      Map<Integer, Object> fields = fields(event);
      if (first) {
        assertThat(new String((byte[]) fields.get(3), UTF_8)).isEqualTo("brain.Event:2");
      } else {
        Map<Integer, Object> value = fields((byte[]) fields((byte[]) fields.get(5)).get(1));
        String tag = new String((byte[]) value.get(1), UTF_8);
        seen.put(
            fields.get(2) + " " + tag,
            value.containsKey(2)
                ? new double[] {Float.intBitsToFloat((Integer) value.get(2))}
                : histogram(fields((byte[]) value.get(5))));
      }
      first = false;
    }
    return seen;
  }

  private static double[] histogram(Map<Integer, Object> fields) {
    double[] totals = new double[3];
    for (int field = 1; field <= totals.length; field++) {
      totals[field - 1] = Double.longBitsToDouble((Long) fields.get(field));
    }
    assertThat((byte[]) fields.get(7)).hasSameSizeAs((byte[]) fields.get(6));
    return totals;
  }

  private static Map<Integer, Object> fields(byte[] message) throws IOException {
    Map<Integer, Object> fields = new LinkedHashMap<>();
    CodedInputStream in = CodedInputStream.newInstance(message);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      fields.put(
          WireFormat.getTagFieldNumber(tag),
          switch (WireFormat.getTagWireType(tag)) {
            case WireFormat.WIRETYPE_VARINT -> in.readInt64();
            case WireFormat.WIRETYPE_FIXED64 -> in.readFixed64();
            case WireFormat.WIRETYPE_FIXED32 -> in.readFixed32();
            default -> in.readByteArray();
          });
    }
    return fields;
  }

  /** The masked CRC-32C by its definition, bit by bit. */
  private static int masked(byte[] bytes) {
    int crc = ~0;
    for (byte one : bytes) {
      crc ^= one & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc >>> 1 ^ ((crc & 1) == 0 ? 0 : POLYNOMIAL);
      }
    }
    int sum = ~crc;
    return (sum >>> 15 | sum << 17) + MASK;
  }
}
