package io.entroscope.stats.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.stats.PooledMean;
import io.entroscope.stats.block.BlockInfluence.Measure;
import io.entroscope.stats.inference.Range;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Influence of blocks against NumPy (reference.py), and the laws of its state. */
class BlockInfluenceTest {
  private static final int WIDTH = 5;
  private static final int[] EXAMPLES = {3, 1, 4, 2, 5, 3, 2, 4};

  private final float[] x = MadeUpRows.rows(24, WIDTH, 1);
  private final float[] y = behind(x);

  private static float[] behind(float[] x) {
    float[] branch = MadeUpRows.rows(x.length / WIDTH, WIDTH, 2);
    float[] y = new float[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = x[i] + branch[i] / 4;
    }
    return y;
  }

  /** Of some of the examples. */
  private BlockInfluence state(int from, int to) {
    BlockInfluence.Builder builder = new BlockInfluence.Builder();
    int row = Arrays.stream(EXAMPLES, 0, from).sum();
    for (int e = from; e < to; e++) {
      int end = row + EXAMPLES[e];
      builder.add(
          Arrays.copyOfRange(x, row * WIDTH, end * WIDTH),
          Arrays.copyOfRange(y, row * WIDTH, end * WIDTH),
          WIDTH);
      row = end;
    }
    return builder.build();
  }

  @ParameterizedTest
  @CsvSource({
    "INFLUENCE, 0.038005148226899245, 0.01168500477857276",
    "ANGULAR_DISTANCE, 0.07839434377294087, 0.008868234782836684",
    "BRANCH_SIZE, 0.3328091463703094, 0.07628075694480367"
  })
  void everyRowCountsTheSameAndExamplesAreWhatVaries(Measure measure, double mean, double error) {
    PooledMean of = state(0, EXAMPLES.length).mean(measure);
    assertThat(of.value()).isEqualTo(mean, within(1e-14));
    assertThat(of.standardError().orElseThrow()).isEqualTo(error, within(1e-14));
    assertThat(of.parts()).isEqualTo(24);
    assertThat(of.examples()).isEqualTo(EXAMPLES.length);
  }

  @Test
  void oneErrorIsAsGoodAsTheRowsOfAnExampleAreAlike() {
    BlockInfluence.Builder alone = new BlockInfluence.Builder();
    BlockInfluence.Builder repeated = new BlockInfluence.Builder();
    for (int e = 0; e < 40; e++) {
      double of = 0.1 + 0.01 * (e % 4);
      alone.add(1, 0, of, of, of);
      repeated.add(9, 0, 9 * of, 9 * of, 9 * of);
    }
    PooledMean one = alone.build().mean(Measure.INFLUENCE);
    PooledMean nine = repeated.build().mean(Measure.INFLUENCE);
    assertThat(nine.standardError().orElseThrow())
        .isEqualTo(one.standardError().orElseThrow(), within(1e-12));
    Range interval = repeated.build().interval(Measure.INFLUENCE).orElseThrow();
    assertThat(interval.low()).isLessThan(0.115);
    assertThat(interval.high()).isGreaterThan(0.115);
  }

  @Test
  void anIntervalNeedsEnoughExamplesAndAnErrorTwo() {
    assertThat(state(0, 8).interval(Measure.INFLUENCE)).isEmpty();
    assertThat(state(0, 1).mean(Measure.INFLUENCE).standardError()).isEmpty();
    assertThat(state(0, 2).mean(Measure.INFLUENCE).standardError()).isPresent();
    assertThat(BlockInfluence.zero().mean(Measure.INFLUENCE).isEmpty()).isTrue();
  }

  @Test
  void aRowWithoutDirectionIsLeftOutAndCounted() {
    BlockInfluence.Builder builder = new BlockInfluence.Builder();
    builder.add(new float[] {0, 0, 1, 0, 1, 0}, new float[] {1, 1, 0, 0, -1, 0}, 2);
    builder.add(new float[] {0, 0}, new float[] {0, 0}, 2);
    BlockInfluence state = builder.build();
    assertThat(state.rows()).isEqualTo(1);
    assertThat(state.undefined()).isEqualTo(3);
    assertThat(state.examples()).isEqualTo(1);
    assertThat(state.mean(Measure.INFLUENCE).value()).isEqualTo(2);
    assertThat(state.mean(Measure.ANGULAR_DISTANCE).value()).isEqualTo(1);
    assertThat(state.mean(Measure.BRANCH_SIZE).value()).isEqualTo(2);
  }

  @Test
  void shardsGiveTheSameBits() {
    List<BlockInfluence> segments = new ArrayList<>();
    for (int e = 0; e < EXAMPLES.length; e++) {
      segments.add(state(e, e + 1));
    }
    BlockInfluence forward =
        MadeUpRows.merged(segments, BlockInfluence::merge, 0, 1, 2, 3, 4, 5, 6, 7);
    BlockInfluence mixed =
        MadeUpRows.merged(segments, BlockInfluence::merge, 6, 1, 7, 0, 3, 5, 2, 4);
    assertThat(mixed).isEqualTo(forward).hasSameHashCodeAs(forward);
    assertThat(BlockInfluence.zero().merge(forward)).isEqualTo(forward);
    assertThat(forward.mean(Measure.INFLUENCE).value())
        .isEqualTo(0.038005148226899245, within(1e-14));
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    BlockInfluence state = state(0, 5);
    assertThat(BlockInfluence.readFrom(MadeUpRows.written(state::writeTo))).isEqualTo(state);
    assertThatThrownBy(() -> BlockInfluence.readFrom(MadeUpRows.written(out -> out.writeLong(1))))
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(
            () ->
                BlockInfluence.readFrom(
                    MadeUpRows.written(
                        out -> {
                          for (int i = 0; i < 3; i++) {
                            out.writeLong(1);
                          }
                          out.writeDouble(Double.NaN);
                        })))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("NaN");
  }

  @Test
  void refusesWhatAreNoPairsOfRows() {
    BlockInfluence.Builder builder = new BlockInfluence.Builder();
    assertThatThrownBy(() -> builder.add(new float[4], new float[6], 2))
        .hasMessageContaining("4 and 6 numbers");
    assertThatThrownBy(() -> builder.add(new float[5], new float[5], 2))
        .hasMessageContaining("rows of 2");
  }
}
