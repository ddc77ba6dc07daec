package io.entroscope.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.data.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchPlanTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 2048, 1",
    "10000, 256, 40, 8, 5",
    "10000, 100, 100, 16, 7",
    "2049, 1, 2049, 2048, 2",
    "7, 5000, 1, 1, 1",
    "6000, 2048, 3, 1, 3",
    "6000, 1025, 6, 1, 6",
    "207, 13, 16, 128, 1"
  })
  void coversEveryPositionOnceInOrder(
      int images, int batchSize, int batches, int segmentBatches, int segments) {
    int[] positions = IntStream.range(0, images).map(i -> 3 * i + 1).toArray();
    BatchPlan plan = BatchPlan.of(positions, batchSize);
    assertThat(plan.images()).isEqualTo(images);
    assertThat(plan.batches()).isEqualTo(batches);
    assertThat(plan.segmentBatches()).isEqualTo(segmentBatches);
    assertThat(plan.segments()).isEqualTo(segments);
    List<Integer> read = new ArrayList<>();
    for (int segment = 0; segment < segments; segment++) {
      for (int b = plan.firstBatch(segment); b < plan.firstBatch(segment + 1); b++) {
        assertThat(plan.segmentOf(b)).isEqualTo(segment);
        assertThat(plan.count(b)).isBetween(1, batchSize);
        for (int i = 0; i < plan.count(b); i++) {
          assertThat(plan.position(b, i)).isEqualTo(plan.positions(b)[i]);
          read.add(plan.position(b, i));
        }
      }
    }
    assertThat(read).isEqualTo(Arrays.stream(positions).boxed().toList());
  }

  @Test
  void partNumbersAsTheWholeDoes() {
    int[] positions = IntStream.range(0, 10_001).map(i -> 2 * i).toArray();
    BatchPlan plan = BatchPlan.of(positions, 100);
    int from = plan.firstBatch(2);
    int to = plan.firstBatch(5);
    BatchPlan part =
        BatchPlan.part(
            plan.images(), 100, 100 * from, Arrays.copyOfRange(positions, 100 * from, 100 * to));
    assertThat(part.images()).isEqualTo(plan.images());
    assertThat(part.segments()).isEqualTo(plan.segments());
    for (int batch = from; batch < to; batch++) {
      assertThat(part.positions(batch)).isEqualTo(plan.positions(batch));
      assertThat(part.position(batch, 99)).isEqualTo(plan.position(batch, 99));
      assertThat(part.segmentOf(batch)).isEqualTo(plan.segmentOf(batch));
    }
    assertThatThrownBy(() -> part.positions(from - 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> part.positions(to)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> BatchPlan.part(10, 4, 8, new int[] {1, 2, 3}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesNonsense() {
    assertThatThrownBy(() -> BatchPlan.of(new int[] {1, 2}, 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("`batch`");
    assertThatThrownBy(() -> BatchPlan.of(new int[0], 8)).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> BatchPlan.of(new int[] {2, 2}, 8))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
