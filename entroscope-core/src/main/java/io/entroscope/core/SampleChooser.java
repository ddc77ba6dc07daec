package io.entroscope.core;

import io.entroscope.data.BatchPlan;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.PositionHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses the images whose activations are kept: of each class those with the smallest hash of
 * their position.
 */
final class SampleChooser {
  private static final int MOST_PER_CLASS = 100;
  private static final int MOST_IN_ALL = 2000;

  private SampleChooser() {}

  private record Candidate(int position, int label, long hash) {}

  static AnalysisPlan.Samples choose(
      ImageDataSet data, BatchPlan batches, List<Integer> labels, long seed, int shownPerClass) {
    int perClass =
        Math.max(shownPerClass, Math.min(MOST_PER_CLASS, Math.max(2, MOST_IN_ALL / labels.size())));
    List<List<Candidate>> byClass = new ArrayList<>();
    labels.forEach(label -> byClass.add(new ArrayList<>()));
    for (int batch = 0; batch < batches.batches(); batch++) {
      for (int position : batches.positions(batch)) {
        int label = labels.indexOf(data.label(position));
        byClass.get(label).add(new Candidate(position, label, PositionHash.hash(seed, position)));
      }
    }
    List<Candidate> chosen = new ArrayList<>();
    List<Integer> shown = new ArrayList<>();
    for (List<Candidate> candidates : byClass) {
      candidates.sort((a, b) -> Long.compareUnsigned(a.hash(), b.hash()));
      List<Candidate> kept = candidates.subList(0, Math.min(perClass, candidates.size()));
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
        chosen.stream().mapToInt(Candidate::label).toArray(),
        isShown);
  }
}
