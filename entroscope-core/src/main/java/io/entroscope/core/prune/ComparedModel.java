package io.entroscope.core.prune;

import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.MeasuredShapes;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Interval;
import io.entroscope.result.layer.ClassMean;
import io.entroscope.result.layer.LayerResult;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One of the two models of a comparison: before or after pruning.
 *
 * @param accuracy on the test images
 * @param accuracyInterval its 95% Wilson score interval
 * @param parameters weights and biases of the whole model
 * @param bytes of the file
 * @param multiplyAdds of its convolutions and matrix products, for one image; null if not known
 * @param curve the entropy by layer
 */
public record ComparedModel(
    double accuracy,
    Interval accuracyInterval,
    long parameters,
    long bytes,
    @Nullable Long multiplyAdds,
    List<Point> curve) {
  /**
   * One point of the curve over depth.
   *
   * @param layer its name
   * @param entropy the mean over the classes of the normalised pattern entropy
   * @param interval its 95% interval; null where there is none to trust
   */
  public record Point(String layer, double entropy, @Nullable Interval interval) {}

  public ComparedModel {
    curve = List.copyOf(curve);
  }

  static ComparedModel of(AnalysisResult result, AnalysisPlan plan) {
    List<LayerResult> layers = result.layers().stream().filter(LayerResult::inVerdict).toList();
    OptionalLong multiplyAdds = MeasuredShapes.cost(plan).multiplyAdds();
    return new ComparedModel(
        result.accuracy(),
        result.accuracyInterval(),
        result.model().parameters(),
        plan.model().size(),
        multiplyAdds.isPresent() ? multiplyAdds.getAsLong() : null,
        layers.stream().map(ComparedModel::point).toList());
  }

  private static Point point(LayerResult layer) {
    ClassMean mean = layer.mean();
    return mean == null
        ? new Point(layer.name(), 0, null)
        : new Point(layer.name(), mean.pattern().value(), mean.pattern().interval());
  }
}
