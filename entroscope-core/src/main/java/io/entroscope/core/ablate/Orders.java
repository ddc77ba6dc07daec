package io.entroscope.core.ablate;

import io.entroscope.core.Progress;
import io.entroscope.result.ablation.OutputChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Orders in which candidates are taken out. */
final class Orders {
  private final List<Removable> pool;
  private final int length;

  /**
   * Orders of at most so many candidates.
   *
   * @param pool in order of depth
   */
  Orders(List<Removable> pool, int length) {
    this.pool = List.copyOf(pool);
    this.length = length;
  }

  /** The deepest first. */
  List<Removable> last() {
    List<Removable> turned = new ArrayList<>(pool);
    Collections.reverse(turned);
    return fitting(turned);
  }

  /** By a number, the smallest first; those without one last. */
  List<Removable> by(Map<String, Double> number) {
    return fitting(
        pool.stream()
            .sorted(
                Comparator.comparingDouble(
                    one -> number.getOrDefault(one.name(), Double.POSITIVE_INFINITY)))
            .toList());
  }

  /** By chance. */
  List<Removable> random(long seed) {
    List<Removable> shuffled = new ArrayList<>(pool);
    Collections.shuffle(shuffled, new Random(seed));
    return fitting(shuffled);
  }

  /** Each the one whose removal, given those before, does least. */
  List<Removable> greedy(OutputPlan plan, SplitModel split, Progress progress) {
    List<Removable> chosen = new ArrayList<>();
    Route below = Route.NONE;
    while (chosen.size() < length) {
      List<Removable> left = pool.stream().filter(one -> fits(one, chosen)).toList();
      if (left.isEmpty()) {
        break;
      }
      List<Route> routes = RouteWorker.each(split, below, left);
      Counted counted =
          RouteWorker.run(plan, split, new RouteWorker.Task(below, routes, List.of()), progress);
      int best = 0;
      for (int i = 1; i < left.size(); i++) {
        boolean better =
            LEAST.compare(
                    counted.comparisons().get(i).change(), counted.comparisons().get(best).change())
                < 0;
        best = better ? i : best;
      }
      chosen.add(left.get(best));
      below = split.routes().without(Route.NONE, names(chosen));
    }
    return chosen;
  }

  /** What an order makes best at each step. */
  static String criterion(OutputPlan plan) {
    return plan.hasAccuracy()
        ? "accuracy"
        : plan.output().meaning().isDistribution()
            ? "kl"
            : plan.output().meaning() == OutputForm.Meaning.VECTORS ? "cosine" : "flips";
  }

  /** The least harm first: by accuracy where there is one, and then by how outputs move. */
  private static final Comparator<OutputChange> LEAST =
      Comparator.<OutputChange>comparingLong(OutputChange::notFinite)
          .thenComparingDouble(change -> change.accuracy().isThere() ? -change.accuracy().get() : 0)
          .thenComparingDouble(change -> change.kl().isThere() ? change.kl().get() : 0)
          .thenComparingDouble(change -> change.cosine().isThere() ? -change.cosine().get() : 0)
          .thenComparingDouble(change -> change.flips().isThere() ? change.flips().get() : 0);

  static Set<String> names(List<Removable> some) {
    return some.stream().map(Removable::name).collect(Collectors.toSet());
  }

  private List<Removable> fitting(List<Removable> order) {
    List<Removable> chosen = new ArrayList<>();
    for (Removable one : order) {
      if (chosen.size() < length && fits(one, chosen)) {
        chosen.add(one);
      }
    }
    return chosen;
  }

  private static boolean fits(Removable one, List<Removable> chosen) {
    return chosen.stream().noneMatch(one::overlaps);
  }
}
