package io.entroscope.report.ablation;

import io.entroscope.report.internal.page.Html;
import io.entroscope.result.ablation.Measured;
import io.entroscope.result.ablation.Sequence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Draws sequences of removals: what is left of the network's function against how much is out. */
final class AblationCurves {
  private static final int WIDTH = 540;
  private static final int HEIGHT = 300;
  private static final int LEFT = 52;
  private static final int RIGHT = 120;
  private static final int TOP = 14;
  private static final int BOTTOM = 40;
  private static final int TICKS = 4;
  private static final double LABEL = 15;

  private final Sequence sequence;
  private final AblationMeasure measure;
  private final int longest;
  private final double low;
  private final double high;

  AblationCurves(Sequence sequence, AblationMeasure measure) {
    this.sequence = sequence;
    this.measure = measure;
    this.longest =
        sequence.curves().stream().mapToInt(curve -> curve.steps().size()).max().orElse(1);
    Double whole = start();
    double least = whole;
    double most = whole;
    for (Sequence.Curve curve : sequence.curves()) {
      for (Sequence.Step step : curve.steps()) {
        Measured level = measure.level().apply(step.outputs());
        if (level.isThere()) {
          least = Math.min(least, level.get());
          most = Math.max(most, level.get());
        }
      }
    }
    this.low = least;
    this.high = most > least ? most : least + 1;
  }

  /** What a curve is called. */
  static String name(Sequence.Curve curve) {
    return switch (curve.order()) {
      case Sequence.GREEDY -> "greedy";
      case Sequence.LAST -> "last first";
      case Sequence.INFLUENCE -> "least influence";
      default -> "random " + curve.draw();
    };
  }

  private double start() {
    Double accuracy = sequence.wholeAccuracy();
    return accuracy != null ? accuracy : measure.none();
  }

  private double x(int out) {
    return LEFT + (double) (WIDTH - LEFT - RIGHT) * out / longest;
  }

  private double y(double value) {
    return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low);
  }

  /** The figure, with words for those who do not see it. */
  String svg() {
    StringBuilder out = new StringBuilder();
    out.append(
        AblationPage.format(
            "<svg class=\"curves\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s against how"
                + " many candidates are out, in several orders; the table below has the"
                + " numbers\">",
            WIDTH, HEIGHT, Html.text(what())));
    axes(out);
    sequence.curves().stream()
        .filter(curve -> curve.order().equals(Sequence.RANDOM))
        .forEach(curve -> out.append(path(curve, "random")));
    sequence.curves().stream()
        .filter(curve -> !curve.order().equals(Sequence.RANDOM))
        .forEach(curve -> out.append(path(curve, curve.order())));
    labels(out);
    return out.append("</svg>").toString();
  }

  private String what() {
    return sequence.wholeAccuracy() != null ? "accuracy" : sequence.chosenBy();
  }

  private void axes(StringBuilder out) {
    for (int tick = 0; tick <= TICKS; tick++) {
      double value = low + (high - low) * tick / TICKS;
      out.append(
          AblationPage.format(
              "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/><text"
                  + " class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.2f</text>",
              LEFT, WIDTH - RIGHT, y(value), y(value), LEFT - 6, y(value) + 4, value));
    }
    int step = Math.max(1, longest / 8);
    for (int count = 0; count <= longest; count += step) {
      out.append(
          AblationPage.format(
              "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>",
              x(count), HEIGHT - BOTTOM + 16, count));
    }
    out.append(
        AblationPage.format(
            "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">taken out</text>",
            (x(0) + x(longest)) / 2, HEIGHT - 6));
  }

  private String path(Sequence.Curve curve, String style) {
    StringBuilder path = new StringBuilder();
    path.append(AblationPage.format("M%.1f %.1f", x(0), y(start())));
    for (int i = 0; i < curve.steps().size(); i++) {
      Measured level = measure.level().apply(curve.steps().get(i).outputs());
      if (level.isThere()) {
        path.append(AblationPage.format("L%.1f %.1f", x(i + 1), y(level.get())));
      }
    }
    return "<path class=\"curve " + style + "\" d=\"" + path + "\"/>";
  }

  /** A curve's end and the word beside it. */
  private record Label(String text, String style, double at) {}

  /** The names at the curves' ends, pushed apart where they would cover each other. */
  private void labels(StringBuilder out) {
    List<Label> labels = new ArrayList<>();
    boolean random = false;
    for (Sequence.Curve curve : sequence.curves()) {
      boolean drawn = curve.order().equals(Sequence.RANDOM);
      if (curve.steps().isEmpty() || (drawn && random)) {
        continue;
      }
      random |= drawn;
      Measured end = measure.level().apply(curve.steps().get(curve.steps().size() - 1).outputs());
      if (end.isThere()) {
        labels.add(new Label(drawn ? "random" : name(curve), curve.order(), y(end.get())));
      }
    }
    labels.sort(Comparator.comparingDouble(Label::at));
    double bottom = HEIGHT - BOTTOM - LABEL * (labels.size() - 1);
    double before = Double.NEGATIVE_INFINITY;
    for (Label label : labels) {
      double at = Math.max(before + LABEL, Math.min(label.at(), bottom));
      before = at;
      bottom += LABEL;
      out.append(
          AblationPage.format(
              "<text class=\"label %s\" x=\"%d\" y=\"%.1f\">%s</text>",
              label.style(), WIDTH - RIGHT + 6, at + 4, Html.text(label.text())));
    }
  }
}
