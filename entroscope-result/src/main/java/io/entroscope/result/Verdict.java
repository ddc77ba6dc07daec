package io.entroscope.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the normalised pattern entropy goes over depth, on average over the classes and for each, and
 * what the paper would read from it.
 *
 * @param summary the verdict in plain words, one or two sentences
 * @param flatWithin a step whose normalised entropy changes by no more than this is called flat
 * @param average the curve of the mean over the classes
 * @param classes the curve of each class
 */
public record Verdict(String summary, double flatWithin, Curve average, List<Curve> classes) {
  public Verdict {
    classes = List.copyOf(classes);
  }

  /**
   * One curve over depth.
   *
   * @param label the class's name; {@code mean} for the average
   * @param falls whether it falls at every step
   * @param steps from each layer to the next
   */
  public record Curve(String label, boolean falls, List<Step> steps) {
    public Curve {
      steps = List.copyOf(steps);
    }
  }

  /**
   * From one layer to the next.
   *
   * @param from the layer before
   * @param to the layer after
   * @param change of the normalised pattern entropy
   * @param interval the 95% confidence interval of the change, over the same images; null if there
   *     is none that can be trusted
   * @param direction what that is called
   */
  public record Step(
      String from, String to, double change, @Nullable Interval interval, Direction direction) {}

  /** What a step is called. */
  public enum Direction {
    /** The entropy goes down by more than the margin. */
    @JsonProperty("falls")
    FALLS,
    /** The entropy changes by no more than the margin. */
    @JsonProperty("flat")
    FLAT,
    /** The entropy goes up by more than the margin. */
    @JsonProperty("rises")
    RISES,
    /** The change is too uncertain to be called anything. */
    @JsonProperty("undecided")
    UNDECIDED
  }
}
