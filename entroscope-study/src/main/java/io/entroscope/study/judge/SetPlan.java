package io.entroscope.study.judge;

import io.entroscope.advice.Trial;
import io.entroscope.advice.block.SetTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which several blocks of a network are to be taken out together, and what of that is not done. */
final class SetPlan {
  /** Choices by chance. */
  static final int DRAWS = 5;

  /** With fewer whole blocks, half of them is a single one. */
  private static final int FEWEST = 4;

  private SetPlan() {}

  /**
   * A choice of blocks.
   *
   * @param share of the whole blocks
   * @param count the same in blocks
   * @param choice as of a {@link SetTrial}
   * @param draw from 1, where chance chooses; else 0
   */
  record Wanted(double share, int count, String choice, int draw) {}

  /** What trials of a network lack; nothing where it has too few blocks. */
  static List<Wanted> missing(BlockTrials trials, List<Double> shares) {
    List<Trial> blocks =
        trials.singles().stream().filter(trial -> Trial.BLOCK.equals(trial.level())).toList();
    if (blocks.size() < FEWEST) {
      return List.of();
    }
    List<Wanted> missing = new ArrayList<>();
    for (double share : shares) {
      List<String> done =
          trials.sets().stream()
              .filter(set -> set.share() == share)
              .map(SetTrial::choice)
              .collect(Collectors.toList());
      for (Wanted wanted : all(blocks, share)) {
        if (!done.remove(wanted.choice())) {
          missing.add(wanted);
        }
      }
    }
    return missing;
  }

  /**
   * All choices of a share, none where it rounds to no block or to every one. What pruning chooses
   * comes first: the choices that it tries need not be repaired again.
   */
  private static List<Wanted> all(List<Trial> blocks, double share) {
    int count = SetTrial.count(share, blocks.size());
    if (count < 1 || count >= blocks.size()) {
      return List.of();
    }
    TreeSet<String> indicators = new TreeSet<>();
    blocks.forEach(trial -> indicators.addAll(trial.scores().keySet()));
    List<Wanted> all = new ArrayList<>();
    Stream.concat(Stream.of(SetTrial.PRUNE, SetTrial.SPAN), indicators.stream())
        .forEach(choice -> all.add(new Wanted(share, count, choice, 0)));
    for (int draw = 1; draw <= DRAWS; draw++) {
      all.add(new Wanted(share, count, SetTrial.RANDOM, draw));
    }
    return all;
  }
}
