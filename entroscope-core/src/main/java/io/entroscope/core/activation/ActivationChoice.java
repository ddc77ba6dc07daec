package io.entroscope.core.activation;

import io.entroscope.core.PlanException;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.AnalysisPlan.Tap;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.setting.Setting;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Whose activations are kept.
 *
 * @param layers names of observed layers; empty: all of them
 * @param perClass of how many images of each class, the first ones; 0: of all
 */
public record ActivationChoice(List<String> layers, int perClass) {
  /** All layers and images of an analysis. */
  public static final ActivationChoice ALL = new ActivationChoice(List.of(), 0);

  /**
   * @throws PlanException if a number of images is negative
   */
  public ActivationChoice {
    layers = List.copyOf(layers);
    if (perClass < 0) {
      throw new PlanException(
          Setting.ACTIVATIONS_PER_CLASS
              + " "
              + perClass
              + " is no number of images; give 1 or more");
    }
  }

  /**
   * The places of the chosen tap points in {@link AnalysisPlan#taps}.
   *
   * @throws PlanException if a layer is not observed
   */
  int[] taps(AnalysisPlan plan) {
    List<String> observed = plan.taps().stream().map(ActivationChoice::layer).toList();
    Set<String> wanted = new HashSet<>(layers);
    observed.forEach(wanted::remove);
    if (!wanted.isEmpty()) {
      throw new PlanException(
          String.format(
              "%s names %s, which is not observed; observed are %s; %s says which",
              Setting.ACTIVATION_LAYERS,
              layers.stream().filter(wanted::contains).findFirst().orElseThrow(),
              String.join(", ", new LinkedHashSet<>(observed)),
              Setting.LAYERS));
    }
    return IntStream.range(0, observed.size())
        .filter(t -> layers.isEmpty() || layers.contains(observed.get(t)))
        .toArray();
  }

  /** The name of the layer of a tap point. */
  static String layer(Tap tap) {
    return tap.outputs().point().layer().name();
  }

  /** The positions of the chosen images, increasing. */
  int[] positions(AnalysisPlan plan) {
    BatchPlan batches = plan.batches();
    IntStream all =
        IntStream.range(0, batches.batches())
            .flatMap(batch -> Arrays.stream(batches.positions(batch)));
    if (perClass == 0) {
      return all.toArray();
    }
    Map<Integer, Integer> taken = new HashMap<>();
    return all.filter(at -> taken.merge(plan.data().label(at), 1, Integer::sum) <= perClass)
        .toArray();
  }
}
