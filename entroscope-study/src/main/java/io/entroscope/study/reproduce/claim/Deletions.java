package io.entroscope.study.reproduce.claim;

import io.entroscope.result.Verdict.Direction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The deletions of a study, and how they changed the accuracy. */
record Deletions(List<Deletion> all) {
  Deletions {
    all = List.copyOf(all);
  }

  /** The change where the curve goes in a direction, averaged by seed; empty without deletions. */
  Optional<SeedSummary> change(Direction direction) {
    return change(of(direction));
  }

  private List<Deletion> of(Direction direction) {
    return all.stream().filter(d -> d.direction() == direction).toList();
  }

  /** Whether layers of two directions were never deleted in the same way. */
  boolean confounded(Direction one, Direction other) {
    Set<Boolean> ways = ways(one);
    return !ways.isEmpty() && !ways(other).isEmpty() && Collections.disjoint(ways, ways(other));
  }

  private Set<Boolean> ways(Direction direction) {
    return of(direction).stream().map(Deletion::folded).collect(Collectors.toSet());
  }

  private static Optional<SeedSummary> change(List<Deletion> deletions) {
    Map<Long, Double> bySeed =
        deletions.stream()
            .collect(
                Collectors.groupingBy(
                    Deletion::seed, TreeMap::new, Collectors.averagingDouble(Deletion::change)));
    return bySeed.isEmpty()
        ? Optional.empty()
        : Optional.of(SeedSummary.of(List.copyOf(bySeed.values())));
  }

  /** A sentence for each direction that occurs. */
  List<String> byDirection() {
    List<String> sentences = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      List<Deletion> deletions = of(direction);
      change(deletions)
          .ifPresent(
              change ->
                  sentences.add(
                      String.format(
                          Locale.ROOT,
                          "Curve %s: %d deletions, change of the accuracy %s.",
                          Criteria.word(direction),
                          deletions.size(),
                          change.change())));
    }
    return sentences;
  }
}
