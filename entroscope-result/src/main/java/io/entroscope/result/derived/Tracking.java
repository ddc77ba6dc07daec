package io.entroscope.result.derived;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.DataInfo;
import io.entroscope.result.ResultException;
import io.entroscope.result.TrainingHistory;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.result.layer.StatisticValue;
import io.entroscope.setting.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Entropy over training, from analyses of the checkpoints that a training left. */
public final class Tracking {
  private static final List<String> INFORMATION =
      List.of(
          "informationInputBinned",
          "informationLabelsBinned",
          "informationInputPairwise",
          "informationInputPairwiseLower",
          "informationLabelsPairwise");

  private Tracking() {}

  /**
   * A checkpoint and what was found of it.
   *
   * @param epoch how many epochs it was trained for
   * @param result its analysis
   */
  public record Checkpoint(double epoch, AnalysisResult result) {}

  /**
   * The result of the last checkpoint with the history of all in it.
   *
   * @param checkpoints at least one, analysed on the same images; their order does not matter
   * @throws ResultException if two have the same epoch, or were not analysed alike; the message
   *     names the one that differs and in what
   */
  public static AnalysisResult over(List<Checkpoint> checkpoints) {
    return over(
        checkpoints,
        checkpoints.stream()
            .max(Comparator.comparingDouble(Checkpoint::epoch))
            .map(Checkpoint::result)
            .orElseThrow(
                () ->
                    new ResultException(
                        "there is no checkpoint to track; give at least one model")));
  }

  /**
   * The result of the model that a training left with the history of all its checkpoints in it.
   *
   * @param checkpoints analysed on the same images; their order does not matter
   * @param last what was found of the model
   * @throws ResultException if two have the same epoch, or were not analysed alike; the message
   *     names the one that differs and in what
   */
  public static AnalysisResult over(List<Checkpoint> checkpoints, AnalysisResult last) {
    List<Checkpoint> ordered =
        checkpoints.stream().sorted(Comparator.comparingDouble(Checkpoint::epoch)).toList();
    List<String> layers = names(last);
    List<TrainingHistory.Epoch> epochs = new ArrayList<>();
    AnalysisResult previous = null;
    for (Checkpoint one : ordered) {
      check(one, last, layers);
      if (!epochs.isEmpty() && epochs.get(epochs.size() - 1).epoch() == one.epoch()) {
        throw new ResultException(
            "two checkpoints are of epoch "
                + one.epoch()
                + "; the second is "
                + one.result().model().path());
      }
      epochs.add(epoch(one, previous));
      previous = one.result();
    }
    return last.withTraining(new TrainingHistory(layers, last.data().images(), epochs));
  }

  private static void check(Checkpoint one, AnalysisResult last, List<String> layers) {
    String path = one.result().model().path();
    DataInfo data = one.result().data();
    if (!names(one.result()).equals(layers)) {
      throw new ResultException(
          path
              + " has other layers than "
              + last.model().path()
              + ": "
              + String.join(", ", layers));
    }
    if (!data.classes().equals(last.data().classes())
        || !data.classImages().equals(last.data().classImages())) {
      throw new ResultException(
          path
              + " was analysed on other images than "
              + last.model().path()
              + "; analyse all checkpoints on the same data with the same options");
    }
    if (!one.result().settings().normalizer().equals(last.settings().normalizer())) {
      throw new ResultException(
          path
              + " was analysed with another "
              + Setting.NORMALIZER
              + " than "
              + last.model().path());
    }
  }

  @SuppressWarnings("NullAway") // It misses that an array may be null in a compact constructor.
  private static TrainingHistory.Epoch epoch(Checkpoint one, @Nullable AnalysisResult previous) {
    AnalysisResult result = one.result();
    return new TrainingHistory.Epoch(
        one.epoch(),
        result.model().path(),
        null,
        result.predictions().accuracy(),
        rows(result, of -> of.patternEntropy().normalized()),
        rows(result, of -> of.patternEntropyStandardized().normalized()),
        errors(result),
        previous == null ? null : changes(previous, result),
        information(CurvePoint.layers(result)));
  }

  /** In pairs; null unless both are known to be of the same images. */
  private static @Nullable List<TrainingHistory.Change> changes(
      AnalysisResult previous, AnalysisResult result) {
    Differences from = new Differences(previous, result, 1);
    if (from.common().kind() != CommonImages.Kind.SAME) {
      return null;
    }
    List<LayerPair> layers =
        names(result).stream().map(name -> new LayerPair(name, name, LayerPair.By.NAME)).toList();
    return from.all(layers).stream()
        .filter(one -> one.quantity() != Difference.Quantity.IMAGE_ENTROPY)
        .map(Tracking::change)
        .toList();
  }

  private static TrainingHistory.Change change(Difference of) {
    return new TrainingHistory.Change(
        of.layer() == null ? null : of.layer().other(),
        of.change(),
        of.interval(),
        of.probability());
  }

  /** What the layers tell of image and class; null unless it was computed for all of them. */
  private static TrainingHistory.@Nullable Information information(List<LayerResult> layers) {
    List<double[]> values = new ArrayList<>();
    for (String name : INFORMATION) {
      double[] known =
          layers.stream()
              .flatMap(layer -> statistic(layer, name).stream())
              .mapToDouble(StatisticValue::value)
              .toArray();
      if (known.length < layers.size() || layers.isEmpty()) {
        return null;
      }
      values.add(known);
    }
    return new TrainingHistory.Information(
        statistic(layers.get(0), INFORMATION.get(0)).orElseThrow().images(),
        values.get(0),
        values.get(1),
        values.get(2),
        values.get(3),
        values.get(4));
  }

  private static Optional<StatisticValue> statistic(LayerResult layer, String name) {
    return Optional.ofNullable(layer.indicators())
        .flatMap(indicators -> Optional.ofNullable(indicators.statistics()))
        .flatMap(statistics -> Optional.ofNullable(statistics.get(name)));
  }

  private static List<String> names(AnalysisResult result) {
    return CurvePoint.layers(result).stream().map(LayerResult::name).toList();
  }

  /** The standard errors of the curve's points; null unless all are known. */
  private static double @Nullable [] errors(AnalysisResult result) {
    double[] errors =
        CurvePoint.curve(result).stream()
            .map(point -> point.raw().standardError())
            .mapToDouble(error -> error == null ? Double.NaN : error)
            .toArray();
    return Arrays.stream(errors).allMatch(Double::isFinite) ? errors : null;
  }

  private static double[][] rows(AnalysisResult result, ToDoubleFunction<ClassStatistics> value) {
    return CurvePoint.layers(result).stream()
        .map(layer -> layer.classes().stream().mapToDouble(value).toArray())
        .toArray(double[][]::new);
  }
}
