package io.entroscope.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PositionHashTest {
  @Test
  void isSplitMix64() {
    // The first outputs of SplitMix64 from state 0, as published.
    assertThat(PositionHash.hash(0, 0)).isEqualTo(0xE220A8397B1DCDAFL);
    assertThat(PositionHash.hash(0, 1)).isEqualTo(0x6E789E6AA1B965F4L);
  }

  @Test
  void equalsAnIndependentImplementation() {
    assertThat(PositionHash.hash(42, 7)).isEqualTo(0x272404A0A3926552L);
    assertThat(PositionHash.hash(-1, 123_456_789)).isEqualTo(0xABB6092465F048B0L);
  }

  @Test
  void neverGivesTwoPositionsTheSameHash() {
    long distinct =
        LongStream.range(0, 100_000).map(i -> PositionHash.hash(5, i)).distinct().count();
    assertThat(distinct).isEqualTo(100_000);
  }
}
