package io.entroscope.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.stats.CanonicalMerge.Node;
import io.entroscope.testing.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalMergeTest {
  private static CanonicalMerge<String> merge(int count) {
    return new CanonicalMerge<>(count, (a, b) -> "(" + a + b + ")");
  }

  @Test
  void theTreeIsFixed() {
    CanonicalMerge<String> merge = merge(5);
    for (int i : new int[] {3, 0, 4, 2, 1}) {
      assertThat(merge.complete()).isFalse();
      merge.add(i, "" + i);
    }

    assertThat(merge.complete()).isTrue();
    assertThat(merge.result()).isEqualTo("(((01)(23))4)");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 8, 13, 33})
  void anyOrderAndAnyPartitionGiveTheSameBits(int count) {
    Random random = Seeds.random("merge" + count);
    double[] states = random.doubles(count, -1e8, 1e8).map(x -> x * x * x).toArray();
    double expected = sum(states, IntStream.range(0, count).boxed().toList());
    for (int round = 0; round < 20; round++) {
      List<Integer> order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
      Collections.shuffle(order, random);
      int cut = random.nextInt(count + 1);

      assertThat(sum(states, order)).as(Seeds.replay()).isEqualTo(expected);
      assertThat(sum(states, order.subList(0, cut), order.subList(cut, count)))
          .as(Seeds.replay())
          .isEqualTo(expected);
    }
  }

  @SafeVarargs
  private static double sum(double[] states, List<Integer>... parts) {
    CanonicalMerge<Double> whole = new CanonicalMerge<>(states.length, Double::sum);
    for (List<Integer> part : parts) {
      CanonicalMerge<Double> own = new CanonicalMerge<>(states.length, Double::sum);
      part.forEach(i -> own.add(i, states[i]));
      own.nodes().forEach(whole::add);
    }
    return whole.result();
  }

  @Test
  void nothingIsCountedTwice() {
    CanonicalMerge<String> merge = merge(8);
    merge.add(2, "2");
    merge.add(3, "3");

    assertThatThrownBy(() -> merge.add(3, "3")).hasMessageContaining("counted twice");
    assertThatThrownBy(() -> merge.add(new Node(2, 0), "0123")).hasMessageContaining("overlaps");
  }

  @Test
  void aMissingSegmentIsAnError() {
    CanonicalMerge<String> merge = merge(3);
    merge.add(0, "0");
    merge.add(2, "2");

    assertThatThrownBy(merge::result).hasMessageContaining("missing");
    assertThatThrownBy(() -> merge.add(3, "3")).hasMessageContaining("not one of 3");
    assertThatThrownBy(() -> merge.add(-1, "?")).hasMessageContaining("not one of 3");
    assertThatThrownBy(() -> merge.add(new Node(3, 0), "?")).hasMessageContaining("not one of 3");
    assertThatThrownBy(() -> merge(0)).hasMessage("a merge of 0 segments");
    assertThat(merge(1).root()).isEqualTo(new Node(0, 0));
    assertThat(merge.root()).isEqualTo(new Node(2, 0));
    assertThat(merge(4).root()).isEqualTo(new Node(2, 0));
    assertThat(merge(5).root()).isEqualTo(new Node(3, 0));
  }
}
