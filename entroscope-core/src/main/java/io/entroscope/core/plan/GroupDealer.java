package io.entroscope.core.plan;

import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.data.DataSet;
import io.entroscope.data.PositionHash;
import io.entroscope.data.batch.BatchPlan;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Assigns the images of each class to the jackknife groups like cards dealt from a shuffled pack:
 * in the order of the hash of their position, one to each group in turn. So every group has the
 * same share of every class, and groups differ by chance alone; and an image's group depends only
 * on the selected images.
 */
final class GroupDealer {
  private GroupDealer() {}

  /**
   * The group of each image of a plan.
   *
   * @param labels of the analysed classes, increasing
   * @param seed of the analysis
   * @return by the image's index in the plan, below {@link AnalysisOptions#GROUPS}
   */
  static byte[] deal(DataSet data, BatchPlan batches, List<Integer> labels, long seed) {
    byte[] groups = new byte[batches.images()];
    int[] images = new int[labels.size()];
    int[] classes = new int[groups.length];
    int[] positions = new int[groups.length];
    int place = 0;
    for (int batch = 0; batch < batches.batches(); batch++) {
      for (int position : batches.positions(batch)) {
        positions[place] = position;
        classes[place] = Collections.binarySearch(labels, data.label(position));
        images[classes[place++]]++;
      }
    }
    int[][] byClass = new int[images.length][];
    Arrays.setAll(byClass, c -> new int[images[c]]);
    for (place = groups.length - 1; place >= 0; place--) {
      byClass[classes[place]][--images[classes[place]]] = place;
    }
    for (int[] places : byClass) {
      deal(places, positions, seed, groups);
    }
    return groups;
  }

  private static void deal(int[] places, int[] positions, long seed, byte[] groups) {
    long[] hashes = new long[places.length];
    Arrays.setAll(hashes, i -> PositionHash.hash(seed, positions[places[i]]));
    long[] sorted = hashes.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < places.length; i++) {
      int rank = Arrays.binarySearch(sorted, hashes[i]);
      groups[places[i]] = (byte) (rank % AnalysisOptions.GROUPS);
    }
  }
}
