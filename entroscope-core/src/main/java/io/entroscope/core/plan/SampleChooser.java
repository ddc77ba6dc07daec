package io.entroscope.core.plan;

import io.entroscope.data.DataSet;
import io.entroscope.data.PositionHash;
import io.entroscope.data.batch.BatchPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Chooses the sample, the images whose activations are kept: of each class those with the smallest
 * hash of their position.
 */
final class SampleChooser {
  private static final int MOST_PER_CLASS = 100;
  private static final int MOST_IN_ALL = 2000;

  private SampleChooser() {}

  private static final Comparator<Candidate> LARGEST_FIRST =
      (a, b) -> Long.compareUnsigned(b.hash(), a.hash());

  private record Candidate(int position, int place, long hash) {}

  static AnalysisPlan.Samples choose(
      DataSet data, BatchPlan batches, List<Integer> labels, long seed, int shownPerClass) {
    int perClass =
        Math.max(shownPerClass, Math.min(MOST_PER_CLASS, Math.max(2, MOST_IN_ALL / labels.size())));
    Map<Integer, Integer> places = new HashMap<>();
    List<PriorityQueue<Candidate>> byClass = new ArrayList<>();
    for (int label : labels) {
      places.put(label, byClass.size());
      byClass.add(new PriorityQueue<>(LARGEST_FIRST));
    }
    for (int batch = 0; batch < batches.batches(); batch++) {
      for (int position : batches.positions(batch)) {
        int place = places.getOrDefault(data.label(position), -1);
        PriorityQueue<Candidate> best = byClass.get(place);
        best.add(new Candidate(position, place, PositionHash.hash(seed, position)));
        // The queue never holds more images than are wanted.
        if (best.size() > perClass) {
          best.remove();
        }
      }
    }
    List<Candidate> chosen = new ArrayList<>();
    Set<Integer> shown = new HashSet<>();
    for (PriorityQueue<Candidate> best : byClass) {
      List<Candidate> kept = new ArrayList<>(best);
      kept.sort(LARGEST_FIRST.reversed());
      chosen.addAll(kept);
      kept.stream().limit(shownPerClass).map(Candidate::position).forEach(shown::add);
    }
    chosen.sort(Comparator.comparingInt(Candidate::position));
    boolean[] isShown = new boolean[chosen.size()];
    for (int i = 0; i < isShown.length; i++) {
      isShown[i] = shown.contains(chosen.get(i).position());
    }
    return new AnalysisPlan.Samples(
        chosen.stream().mapToInt(Candidate::position).toArray(),
        chosen.stream().mapToInt(Candidate::place).toArray(),
        isShown);
  }
}
