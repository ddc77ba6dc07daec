package io.entroscope.report.ablation;

import io.entroscope.result.Interval;
import io.entroscope.result.ablation.AblationResult;
import io.entroscope.result.ablation.Measured;
import io.entroscope.result.ablation.OutputChange;
import java.util.List;
import java.util.function.Function;

/**
 * The number by which a page draws what removals cost: of those that were measured the one that
 * says most.
 *
 * @param title of the figure
 * @param about what it is
 * @param number what is drawn of a removal
 * @param level what is drawn of several removed together
 * @param none the number where nothing changes
 * @param low the least that is drawn
 * @param high the most that is drawn
 * @param form how it is written
 */
record AblationMeasure(
    String title,
    String about,
    Function<OutputChange, Measured> number,
    Function<OutputChange, Measured> level,
    double none,
    double low,
    double high,
    String form) {
  static AblationMeasure of(AblationResult result) {
    OutputChange any = result.removals().get(0).outputs();
    if (any.change().isThere()) {
      return over(
          result,
          new AblationMeasure(
              "What each block is worth: the accuracy without it",
              "The change of accuracy when a block's input takes the place of its output, with its"
                  + " 95% interval for pairs. The line is no change; to the left accuracy is lost.",
              OutputChange::change,
              OutputChange::accuracy,
              0,
              0,
              0,
              "%+.4f"));
    }
    if (any.cosine().isThere()) {
      return over(
          result,
          new AblationMeasure(
              "How far the vectors move without each block",
              "The cosine of the vector without the block and with it, with its 95% interval. The"
                  + " line, at 1, is no change.",
              OutputChange::cosine,
              OutputChange::cosine,
              1,
              0,
              0,
              "%.4f"));
    }
    if (any.kl().isThere()) {
      return over(
          result,
          new AblationMeasure(
              "How far the predictions move without each block",
              "The divergence of the predicted distribution from the whole model's, in nats, with"
                  + " its 95% interval. The line, at 0, is no change.",
              OutputChange::kl,
              OutputChange::kl,
              0,
              0,
              0,
              "%.4f"));
    }
    return over(
        result,
        new AblationMeasure(
            "How many predictions flip without each block",
            "The share of predictions that are others than the whole model's, with its 95%"
                + " interval. The line, at 0, is no change.",
            OutputChange::flips,
            OutputChange::flips,
            0,
            0,
            0,
            "%.4f"));
  }

  /** The measure with the ends that all removals fit between. */
  private static AblationMeasure over(AblationResult result, AblationMeasure of) {
    double low = of.none;
    double high = of.none;
    List<Measured> all =
        result.removals().stream().map(removal -> of.number.apply(removal.outputs())).toList();
    for (Measured one : all) {
      Interval interval = one.interval();
      if (one.isThere()) {
        low = Math.min(low, interval == null ? one.get() : interval.low());
        high = Math.max(high, interval == null ? one.get() : interval.high());
      }
    }
    double room = Math.max(high - low, 1e-6) * 0.02;
    return new AblationMeasure(
        of.title, of.about, of.number, of.level, of.none, low - room, high + room, of.form);
  }

  Measured of(OutputChange change) {
    return number.apply(change);
  }

  /** Where a number is drawn, from 0 to 1. */
  double place(double value) {
    return (value - low) / (high - low);
  }

  String text(double value) {
    return AblationPage.format(form, value).replace('-', '−');
  }

  String text(Measured measured) {
    return measured.isThere() ? text(measured.get()) : "";
  }

  String level(OutputChange change) {
    Measured measured = level.apply(change);
    return measured.isThere() ? AblationPage.format("%.4f", measured.get()) : "";
  }
}
