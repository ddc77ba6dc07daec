package io.entroscope.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the normalised pattern entropy goes over depth, on average over the classes and for each, and
 * what the paper would read from it. What is estimated is the entropy over infinitely many images
 * of these classes in this one network: intervals are over images, not over trainings.
 *
 * @param summary the verdict in plain words: first what can be relied on, then the curve and what
 *     the paper reads from it
 * @param flatWithin the margin of equivalence: a step whose interval lies within this of no change
 *     is called flat
 * @param average the curve of the mean over the classes
 * @param classes the curve of each class
 * @param comparisons how many steps of how many curves were looked at, which the intervals that
 *     decide are widened for; null if nothing was corrected
 * @param correction how: {@code bonferroni}; null if nothing was corrected
 * @param standardized the same steps of standardised activations, which do not see the scale of a
 *     layer; null if not read
 * @param image the same steps of the mean image entropy; null if not read
 */
public record Verdict(
    String summary,
    double flatWithin,
    Curve average,
    List<Curve> classes,
    @Nullable Integer comparisons,
    @Nullable String correction,
    @Nullable Reading standardized,
    @Nullable Reading image) {
  public Verdict {
    classes = List.copyOf(classes);
  }

  /**
   * The curves of another entropy, read in the same way and corrected for as many comparisons.
   *
   * @param average the curve of the mean over the classes
   * @param classes the curve of each class
   */
  public record Reading(Curve average, List<Curve> classes) {
    public Reading {
      classes = List.copyOf(classes);
    }
  }

  /**
   * One curve over depth.
   *
   * @param className {@code mean} for the average over the classes; {@code label} in JSON
   * @param falls whether it falls at every step
   * @param steps from each layer to the next
   */
  public record Curve(@JsonProperty("label") String className, boolean falls, List<Step> steps) {
    public Curve {
      steps = List.copyOf(steps);
    }
  }

  /**
   * From one layer to the next.
   *
   * @param from the layer before
   * @param to the layer after
   * @param change of the normalised entropy
   * @param interval the 95% confidence interval of the change, over the same images; null if there
   *     is none that can be trusted
   * @param corrected the interval widened for all comparisons together, by which the direction is
   *     decided; null if there is none that can be trusted
   * @param direction what that is called
   */
  public record Step(
      String from,
      String to,
      double change,
      @Nullable Interval interval,
      @Nullable Interval corrected,
      Direction direction) {}

  /** What a step is called. */
  public enum Direction {
    /** The entropy goes down: the interval lies below zero, and not within the margin. */
    @JsonProperty("falls")
    FALLS,
    /** The entropy hardly changes: the interval lies within the margin. */
    @JsonProperty("flat")
    FLAT,
    /** The entropy goes up: the interval lies above zero, and not within the margin. */
    @JsonProperty("rises")
    RISES,
    /** The change is too uncertain to be called any of these. */
    @JsonProperty("undecided")
    UNDECIDED
  }
}
