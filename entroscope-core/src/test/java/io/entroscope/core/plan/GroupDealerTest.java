package io.entroscope.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.core.Fixtures;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.data.format.DataSets;
import io.entroscope.testing.Seeds;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupDealerTest {
  private static final int IMAGES = 1234;
  private static final List<Integer> LABELS = List.of(0, 3, 7);

  @TempDir private Path folder;

  private final Random random = new Random(Seeds.seed(20261129L));
  private final int[] labels =
      random.ints(IMAGES, 0, LABELS.size()).map(place -> LABELS.get(place)).toArray();

  @BeforeEach
  void writeImages() {
    Fixtures.write(folder, Fixtures.images(random, IMAGES), labels);
  }

  private byte[] deal(int[] positions, int batch, long seed) {
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder))) {
      return GroupDealer.deal(data, BatchPlan.of(positions, batch), LABELS, seed);
    }
  }

  private static int[] all() {
    return IntStream.range(0, IMAGES).toArray();
  }

  @Test
  void everyGroupHasTheSameShareOfEveryClass() {
    byte[] groups = deal(all(), 50, 0);

    for (int label : LABELS) {
      int[] sizes = new int[AnalysisOptions.GROUPS];
      IntStream.range(0, IMAGES).filter(i -> labels[i] == label).forEach(i -> sizes[groups[i]]++);
      int least = Arrays.stream(sizes).min().orElseThrow();
      assertThat(Arrays.stream(sizes).max().orElseThrow() - least).isBetween(0, 1);
    }
  }

  @Test
  void groupsAreDealtAnewForEverySeedButNotForEveryBatchSize() {
    assertThat(deal(all(), 50, 1)).isEqualTo(deal(all(), 7, 1)).isNotEqualTo(deal(all(), 7, 2));
  }

  @Test
  void neighboursAreNotDealtInTurn() {
    byte[] groups = deal(all(), 50, 0);
    int next = 0;
    int before = -1;
    for (int i = 0; i < IMAGES; i++) {
      if (labels[i] == 0) {
        next += before >= 0 && groups[i] == (before + 1) % AnalysisOptions.GROUPS ? 1 : 0;
        before = groups[i];
      }
    }
    assertThat(next).isBetween(1, 60);
  }
}
