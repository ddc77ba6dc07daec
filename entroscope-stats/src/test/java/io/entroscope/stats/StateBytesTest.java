package io.entroscope.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.stats.LayerCounts.Histograms;
import io.entroscope.testing.Seeds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** States written and read again are the same states, and merge as they did. */
class StateBytesTest {
  private static final long SEED = Seeds.seed(20260105L);
  private static final int UNITS = 13;
  private static final int CLASSES = 4;
  private static final int GROUPS = 5;

  private final Random random = new Random(SEED);

  private interface Writing {
    void to(DataOutput out) throws IOException;
  }

  private static byte[] bytes(Writing writing) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    writing.to(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static DataInput in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  private float[] activations() {
    float[] x = new float[UNITS];
    for (int i = 0; i < UNITS; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  /** Leaves the last class without an image. */
  private int label() {
    return random.nextInt(CLASSES - 1);
  }

  private LayerSums sums(int images) {
    LayerSums.Builder builder = new LayerSums.Builder(UNITS, CLASSES, GROUPS);
    for (int i = 0; i < images; i++) {
      builder.add(
          label(),
          random.nextInt(GROUPS),
          activations(),
          0,
          random.nextDouble(),
          random.nextDouble());
    }
    return builder.build();
  }

  private LayerCounts counts(int images, Histograms histograms) {
    LayerCounts.Builder builder = new LayerCounts.Builder(UNITS, CLASSES, histograms);
    for (int i = 0; i < images; i++) {
      float[] x = activations();
      float max = x[0];
      double sum = 0;
      for (float value : x) {
        max = Math.max(max, value);
        sum += Math.exp(value);
      }
      builder.add(label(), x, 0, max, (float) Math.log(sum), random.nextDouble());
      if (i % 7 == 0) {
        builder.addNonFinite(label());
      }
    }
    return builder.build();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 300})
  void sumsKeepEveryBit(int images) throws IOException {
    LayerSums state = sums(images);
    byte[] bytes = bytes(state::writeTo);
    LayerSums again = LayerSums.readFrom(in(bytes), UNITS, CLASSES, GROUPS);
    assertThat(again).as("seed %d", SEED).isEqualTo(state);
    LayerSums other = sums(17);
    assertThat(again.merge(other)).isEqualTo(state.merge(other));
    assertThat(bytes(again::writeTo)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @EnumSource(Histograms.class)
  void countsKeepEveryCount(Histograms histograms) throws IOException {
    for (int images : new int[] {0, 1, 300}) {
      LayerCounts state = counts(images, histograms);
      byte[] bytes = bytes(state::writeTo);
      LayerCounts again = LayerCounts.readFrom(in(bytes), UNITS, CLASSES, histograms);
      assertThat(again).as("%d images, seed %d", images, SEED).isEqualTo(state);
      LayerCounts other = counts(17, histograms);
      assertThat(again.merge(other)).isEqualTo(state.merge(other));
    }
  }

  @Test
  void samplesKeepEveryBit() throws IOException {
    LayerSamples state = new LayerSamples(Map.of(3, activations(), 200_000, activations()));
    LayerSamples again = LayerSamples.readFrom(in(bytes(state::writeTo)), UNITS);
    assertThat(again.rows().keySet()).containsExactly(3, 200_000);
    again.rows().forEach((place, row) -> assertThat(row).isEqualTo(state.rows().get(place)));
    assertThat(LayerSamples.readFrom(in(bytes(LayerSamples.ZERO::writeTo)), UNITS).rows())
        .isEmpty();
  }

  @Test
  void countsOfAnySizeAreKept() throws IOException {
    for (long count : new long[] {0, 1, 127, 128, 16_383, 16_384, 1L << 40, Long.MAX_VALUE}) {
      assertThat(Numbers.read(in(bytes(out -> Numbers.write(out, count))))).isEqualTo(count);
    }
    byte[] endless = new byte[12];
    Arrays.fill(endless, (byte) 0xFF);
    assertThatThrownBy(() -> Numbers.read(in(endless))).isInstanceOf(IOException.class);
  }

  @Test
  void anEarlyEndIsNoticed() throws IOException {
    byte[] whole = bytes(sums(40)::writeTo);
    for (int length : new int[] {0, 1, whole.length / 2, whole.length - 1}) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> LayerSums.readFrom(in(part), UNITS, CLASSES, GROUPS))
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void aNumberThatIsNotFiniteIsRefused() throws IOException {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      byte[] bytes = bytes(out -> out.writeDouble(bad));
      assertThatThrownBy(() -> Numbers.readFinite(in(bytes)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("a number in it is " + bad);
    }
  }
}
