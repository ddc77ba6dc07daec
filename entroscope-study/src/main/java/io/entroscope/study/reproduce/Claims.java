package io.entroscope.study.reproduce;

import io.entroscope.result.Interval;
import io.entroscope.result.Verdict.Direction;
import io.entroscope.study.reproduce.Claim.Outcome;
import io.entroscope.study.reproduce.ExperimentRecord.Seen;
import io.entroscope.study.reproduce.ExperimentRecord.Step;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Judges the claims of L. Wang, P. Chen, C. Wang, R. Wang, "Layer-Wise Entropy Analysis and
 * Visualization of Neurons Activation", each by a rule that stands beside the outcome.
 */
final class Claims {
  /** A change of the accuracy within this does not matter. */
  static final double MARGIN = 0.01;

  private static final int FEWEST_SEEDS = 2;

  /** Two networks agree in a step by chance too often. */
  private static final int FEWEST_FOR_CHANCE = 3;

  private static final String TOO_FEW =
      "There is no second seed, and a single one decides nothing.";

  private Claims() {}

  /**
   * The entropy falls with depth in a well-trained network.
   *
   * @param trained well-trained networks by name, one for each seed
   * @param untrained the same networks before training
   */
  static Claim falls(Map<String, List<Seen>> trained, Map<String, List<Seen>> untrained) {
    List<Seen> all = trained.values().stream().flatMap(List::stream).toList();
    long falling = all.stream().filter(Seen::falls).count();
    long broken = all.stream().filter(Claims::breaks).count();
    Outcome outcome =
        fewestSeeds(trained) < FEWEST_SEEDS
            ? Outcome.UNDECIDED
            : falling == all.size()
                ? Outcome.SUPPORTED
                : 2 * broken >= all.size() ? Outcome.CONTRADICTED : Outcome.UNDECIDED;
    List<String> beside = new ArrayList<>();
    trained.forEach(
        (name, seen) ->
            beside.add(
                String.format(
                    Locale.ROOT,
                    "%s: the mean curve falls at every step for %d of %d seeds, the standardised"
                        + " one for %d; of the single classes %s fall.",
                    name,
                    seen.stream().filter(Seen::falls).count(),
                    seen.size(),
                    seen.stream().filter(Seen::standardizedFalls).count(),
                    seen.stream()
                        .map(s -> s.classesFalling() + " of " + s.classes())
                        .collect(Collectors.joining(", ")))));
    List<Seen> random = untrained.values().stream().flatMap(List::stream).toList();
    beside.add(
        String.format(
            Locale.ROOT,
            "Of the same networks untrained, %d of %d fall at every step: a fall alone does not"
                + " show that a network is trained.",
            random.stream().filter(Seen::falls).count(),
            random.size()));
    return new Claim(
        1,
        "In a well-trained network the entropy falls with every fully connected layer.",
        outcome,
        fewestSeeds(trained) < FEWEST_SEEDS
            ? TOO_FEW
            : String.format(
                Locale.ROOT,
                "Of %d well-trained networks the mean curve falls at every step in %d, and rises"
                    + " or is flat at a step, beyond doubt, in %d.",
                all.size(),
                falling,
                broken),
        "Supported if the mean curve of every well-trained network falls at every step;"
            + " contradicted if half of them or more have a step that rises or is flat beyond"
            + " doubt; undecided otherwise, or with a single seed.",
        beside);
  }

  private static boolean breaks(Seen seen) {
    return seen.steps().stream()
        .anyMatch(s -> s.direction() == Direction.RISES || s.direction() == Direction.FLAT);
  }

  private static int fewestSeeds(Map<String, List<Seen>> networks) {
    return networks.values().stream().mapToInt(List::size).min().orElse(0);
  }

  /** A flat stretch marks layers that contribute little. */
  static Claim flat(List<Deletion> deletions) {
    Optional<Spread> flat = change(deletions, d -> d.direction() == Direction.FLAT);
    Optional<Spread> falling = change(deletions, d -> d.direction() == Direction.FALLS);
    Optional<Interval> known = flat.flatMap(Claims::interval);
    Outcome outcome = Outcome.UNDECIDED;
    String reason;
    if (known.isEmpty()) {
      reason = "Layers at which the curve is flat were deleted in fewer than two seeds.";
    } else if (known.get().high() < -MARGIN) {
      outcome = Outcome.CONTRADICTED;
      reason = "Without such a layer the accuracy changes by " + flat.get().change() + ".";
    } else if (known.get().low() <= -MARGIN) {
      reason =
          "Without such a layer the accuracy changes by "
              + flat.get().change()
              + ", which may matter or not.";
    } else if (falling.flatMap(Claims::interval).stream().anyMatch(i -> i.low() > -MARGIN)) {
      reason =
          "Without such a layer the accuracy changes by "
              + flat.get().change()
              + ", but without a layer at which the curve falls by "
              + falling.get().change()
              + ": those could go as well, so that the curve marks nothing.";
    } else {
      outcome = Outcome.SUPPORTED;
      reason = "Without such a layer the accuracy changes by " + flat.get().change() + ".";
    }
    return new Claim(
        2,
        "Where the curve is flat, a layer contributes little: without it the accuracy stays almost"
            + " the same.",
        outcome,
        reason,
        "Every change is against the same network left whole and trained on alike. Supported if"
            + " the 95% interval over seeds, without layers at which the curve is flat, lies above"
            + " −0.01, and without layers at which it falls does not; contradicted if it lies below"
            + " −0.01; undecided otherwise.",
        byDirection(deletions));
  }

  private static Optional<Interval> interval(Spread spread) {
    return Optional.ofNullable(spread.interval());
  }

  private static List<String> byDirection(List<Deletion> deletions) {
    List<String> text = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      List<Deletion> of = deletions.stream().filter(d -> d.direction() == direction).toList();
      change(of, d -> true)
          .ifPresent(
              spread ->
                  text.add(
                      String.format(
                          Locale.ROOT,
                          "Curve %s: %d deletions, change of the accuracy %s.",
                          word(direction),
                          of.size(),
                          spread.change())));
    }
    return text;
  }

  private static String word(Direction direction) {
    return direction.name().toLowerCase(Locale.ROOT);
  }

  /** The mean change by seed of the deletions that fit; empty if there are none. */
  private static Optional<Spread> change(List<Deletion> deletions, Predicate<Deletion> fits) {
    Map<Long, Double> bySeed =
        deletions.stream()
            .filter(fits)
            .collect(
                Collectors.groupingBy(
                    Deletion::seed, TreeMap::new, Collectors.averagingDouble(Deletion::change)));
    return bySeed.isEmpty()
        ? Optional.empty()
        : Optional.of(Spread.of(List.copyOf(bySeed.values())));
  }

  /**
   * A rise marks a layer that does harm.
   *
   * @param deletions beside the network left whole
   * @param others how else the badly trained network without the layer that its curve points at
   *     compares: beside what, in words, and the differences, one for each seed
   */
  static Claim rise(List<Deletion> deletions, Map<String, List<Double>> others) {
    Optional<Spread> rise = change(deletions, d -> d.direction() == Direction.RISES);
    Optional<Interval> known = rise.flatMap(Claims::interval);
    Outcome outcome = Outcome.UNDECIDED;
    String reason;
    if (known.isEmpty()) {
      reason = "Layers at which the curve rises were deleted in fewer than two seeds.";
    } else {
      reason =
          "Without a layer at which the curve rises, the accuracy is "
              + rise.get().change()
              + " against the same network left whole and trained on alike.";
      outcome =
          known.get().low() > 0
              ? Outcome.SUPPORTED
              : known.get().high() < MARGIN ? Outcome.CONTRADICTED : Outcome.UNDECIDED;
    }
    List<String> beside = new ArrayList<>();
    others.forEach(
        (what, differences) -> {
          if (!differences.isEmpty()) {
            beside.add(what + ": " + Spread.of(differences).change() + ".");
          }
        });
    beside.addAll(byDirection(deletions));
    return new Claim(
        3,
        "Where the curve rises, a layer does harm: without it, and after training the rest, the"
            + " accuracy rises.",
        outcome,
        reason,
        "Every change is against the same network left whole and trained on alike. Supported if"
            + " the 95% interval over seeds lies above 0; contradicted if it lies below +0.01;"
            + " undecided otherwise.",
        beside);
  }

  /**
   * The curve says how many layers are needed.
   *
   * @param trained well-trained networks by the number of their fully connected layers, one for
   *     each seed
   */
  static Claim number(Map<Integer, List<Seen>> trained) {
    Map<Integer, Double> accuracies = new TreeMap<>();
    trained.forEach(
        (layers, seen) ->
            accuracies.put(
                layers, seen.stream().mapToDouble(Seen::accuracy).average().orElseThrow()));
    double best = accuracies.values().stream().mapToDouble(a -> a).max().orElse(0);
    int enough =
        accuracies.entrySet().stream()
            .filter(entry -> entry.getValue() >= best - MARGIN)
            .mapToInt(Map.Entry::getKey)
            .min()
            .orElse(0);
    List<String> beside = new ArrayList<>();
    int asked = 0;
    int right = 0;
    for (Map.Entry<Integer, List<Seen>> entry : trained.entrySet()) {
      if (entry.getKey() > 2) {
        List<Integer> named = entry.getValue().stream().map(Claims::named).toList();
        asked += named.size();
        right += (int) named.stream().filter(n -> made(n, accuracies.keySet()) == enough).count();
        beside.add(
            "The curves of the networks with "
                + entry.getKey()
                + " layers name "
                + named.stream().map(String::valueOf).collect(Collectors.joining(", "))
                + " (a number for each seed).");
      }
    }
    int seeds = trained.values().stream().mapToInt(List::size).min().orElse(0);
    boolean decidable = seeds >= FEWEST_SEEDS && asked > 0;
    Outcome outcome =
        !decidable
            ? Outcome.UNDECIDED
            : right == asked
                ? Outcome.SUPPORTED
                : 2 * right < asked ? Outcome.CONTRADICTED : Outcome.UNDECIDED;
    return new Claim(
        4,
        "So the curve says how many fully connected layers are needed.",
        outcome,
        decidable
            ? String.format(
                Locale.ROOT,
                "%d layers are enough (mean accuracies %s); %d of %d curves name that number.",
                enough,
                accuracies.entrySet().stream()
                    .map(e -> String.format(Locale.ROOT, "%d: %.4f", e.getKey(), e.getValue()))
                    .collect(Collectors.joining(", ")),
                right,
                asked)
            : TOO_FEW,
        "A curve names the first layer and every one at which it falls. Enough is the smallest"
            + " number trained whose mean accuracy is within 0.01 of the best. A named number"
            + " counts as the next larger one that was trained. Supported if all curves name what"
            + " is enough; contradicted if fewer than half do; undecided otherwise.",
        beside);
  }

  /** The first layer, and every layer at which the curve falls. */
  private static int named(Seen seen) {
    return 1 + (int) seen.steps().stream().filter(s -> s.direction() == Direction.FALLS).count();
  }

  private static int made(int named, Set<Integer> numbers) {
    return numbers.stream().filter(n -> n >= named).min(Integer::compare).orElse(named);
  }

  /**
   * In a badly trained network the curve is random.
   *
   * @param bad a badly trained network, once for each seed
   * @param well a well-trained network of as many layers
   */
  static Claim random(List<Seen> bad, List<Seen> well) {
    int steps = bad.isEmpty() ? 0 : bad.get(0).steps().size();
    long same = IntStream.range(0, steps).filter(i -> directions(bad, i).equals(Kind.SAME)).count();
    long differ =
        IntStream.range(0, steps).filter(i -> directions(bad, i).equals(Kind.DIFFER)).count();
    int wellSteps = well.isEmpty() ? 0 : well.get(0).steps().size();
    long wellDiffer =
        IntStream.range(0, wellSteps).filter(i -> directions(well, i).equals(Kind.DIFFER)).count();
    Outcome outcome = Outcome.UNDECIDED;
    boolean decidable = bad.size() >= FEWEST_FOR_CHANCE && steps > 0;
    if (decidable && same == steps) {
      outcome = Outcome.CONTRADICTED;
    } else if (decidable
        && well.size() >= FEWEST_FOR_CHANCE
        && 2 * differ >= steps
        && differ > wellDiffer) {
      outcome = Outcome.SUPPORTED;
    }
    return new Claim(
        5,
        "In a badly trained network the curve is more or less random.",
        outcome,
        !decidable
            ? "There are fewer than three seeds, too few to tell chance from rule."
            : String.format(
                Locale.ROOT,
                "Over %d seeds, %d of %d steps go the same way in every badly trained network, and"
                    + " %d go different ways; over %d seeds of well-trained ones, %d of %d go different ways.",
                bad.size(),
                same,
                steps,
                differ,
                well.size(),
                wellDiffer,
                wellSteps),
        "Only steps that fall, rise or are flat beyond doubt count. Supported if at least half of"
            + " the steps go different ways over the seeds, and more of them than in well-trained"
            + " networks; contradicted if every step goes the same way for all seeds; undecided"
            + " otherwise, or with fewer than three seeds of what is asked.",
        List.of(
            "Badly trained, by seed: " + curves(bad) + ".",
            "Well trained, by seed: " + curves(well) + "."));
  }

  private enum Kind {
    SAME,
    DIFFER,
    UNDECIDED
  }

  private static Kind directions(List<Seen> networks, int step) {
    Set<Direction> decided = EnumSet.noneOf(Direction.class);
    boolean doubt = false;
    for (Seen seen : networks) {
      Direction direction = seen.steps().get(step).direction();
      if (direction == Direction.UNDECIDED) {
        doubt = true;
      } else {
        decided.add(direction);
      }
    }
    return decided.size() > 1 ? Kind.DIFFER : doubt ? Kind.UNDECIDED : Kind.SAME;
  }

  private static String curves(List<Seen> networks) {
    return networks.stream()
        .map(
            seen ->
                seen.steps().stream()
                    .map(Step::direction)
                    .map(Claims::word)
                    .collect(Collectors.joining(", ")))
        .collect(Collectors.joining("; "));
  }
}
