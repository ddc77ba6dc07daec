package io.entroscope.study.reproduce.reading;

import io.entroscope.study.reproduce.experiment.ExperimentRecord.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A way to read a curve of entropies: everything that the paper leaves open about it.
 *
 * @param side of the activation function on which layers are observed
 * @param scale of the activations
 * @param order of softmax and mean
 * @param normalization f(n) of the paper's eq. (2)
 * @param output whether the output layer is part of the curve
 * @param margin within which a step is flat, as a share of the largest value that a layer of the
 *     curve can take
 */
public record Reading(
    Side side,
    Scale scale,
    Order order,
    Normalization normalization,
    boolean output,
    double margin) {
  private static final List<Double> MARGINS = List.of(0.0, 0.005, 0.01, 0.02, 0.05);

  /** Where layers are observed. */
  public enum Side {
    AFTER("after the activation function"),
    BEFORE("before the activation function");

    private final String words;

    Side(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** The scale of the activations. */
  public enum Scale {
    RAW("raw"),
    STANDARDIZED("standardised");

    private final String words;

    Scale(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** What comes first. */
  public enum Order {
    PATTERN("softmax of the mean"),
    IMAGE("mean of the softmaxes' entropies");

    private final String words;

    Order(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** f(n): what an entropy in nats is divided by. */
  public enum Normalization {
    LOG("ln n"),
    UNITS("n"),
    NONE("none");

    private final String words;

    Normalization(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    /** The largest value that a layer of n units can take, ln n / f(n). */
    double most(int units) {
      return switch (this) {
        case LOG -> 1;
        case UNITS -> Math.log(units) / units;
        case NONE -> Math.log(units);
      };
    }
  }

  /** Every reading: 240. */
  public static List<Reading> all() {
    List<Reading> all = new ArrayList<>();
    for (Side side : Side.values()) {
      for (Scale scale : Scale.values()) {
        for (Order order : Order.values()) {
          for (Normalization normalization : Normalization.values()) {
            for (boolean output : new boolean[] {true, false}) {
              MARGINS.forEach(
                  margin ->
                      all.add(new Reading(side, scale, order, normalization, output, margin)));
            }
          }
        }
      }
    }
    return all;
  }

  /** What each choice is called, and the way that this reading goes, in words. */
  public Map<String, String> choices() {
    Map<String, String> choices = new LinkedHashMap<>();
    choices.put("at", side.words());
    choices.put("scale", scale.words());
    choices.put("order", order.words());
    choices.put("f(n)", normalization.words());
    choices.put("output layer", output ? "in the curve" : "left out");
    choices.put("margin", String.valueOf(margin));
    return choices;
  }

  /** H / f(n) of a layer; empty if it was not kept. */
  Optional<Double> value(Point point) {
    Double normalized =
        switch (order) {
          case PATTERN -> scale == Scale.RAW ? point.entropy() : point.standardized();
          case IMAGE -> scale == Scale.RAW ? (Double) point.image() : point.imageStandardized();
        };
    return Optional.ofNullable(normalized).map(v -> v * normalization.most(point.units()));
  }
}
