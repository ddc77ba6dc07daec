package io.entroscope.study.reproduce.page;

import io.entroscope.study.reproduce.accuracy.EntropyAccuracy;
import io.entroscope.study.reproduce.accuracy.Misjudged;
import io.entroscope.study.reproduce.experiment.PaperDataset;
import io.entroscope.study.reproduce.experiment.RegisteredPlan;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The entropy of the class scores against the accuracy, a point for each network, a panel for each
 * dataset. Entropies are drawn on a logarithmic axis, on which those of sure networks can be told
 * apart; rank correlations do not depend on it.
 */
final class AccuracyFigure {
  /** Its place in the folder of a study. */
  static final String FILE = "figures/accuracy.svg";

  private static final int WIDTH = 892;
  private static final int HEIGHT = 400;
  private static final int PANEL = 350;
  private static final int TOP = 70;
  private static final int BOTTOM = 330;
  private static final double LEAST = 1e-5;
  private static final int DECADES = 5;
  private static final int TICKS = 5;
  private static final String FIRST = "#0072b2";
  private static final String LATER = "#d55e00";
  private static final String GREY = "#57606a";

  private final EntropyAccuracy accuracy;
  private final StringBuilder svg = new StringBuilder();

  /** The accuracy at the foot of the panel that is drawn. */
  private double lowest;

  private AccuracyFigure(EntropyAccuracy accuracy) {
    this.accuracy = accuracy;
  }

  /** The figure as an SVG file. */
  static String svg(Reproduction study) {
    return new AccuracyFigure(study.judgement().accuracy()).draw();
  }

  private String draw() {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
            + " role=\"img\" font-family=\"'Helvetica Neue',Helvetica,Arial,'Liberation"
            + " Sans',sans-serif\" font-size=\"11\">",
        WIDTH, HEIGHT, WIDTH, HEIGHT);
    add("<title>Entropy of the class scores and accuracy</title>");
    add("<rect x=\"0\" y=\"0\" width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, HEIGHT);
    add(
        "<text x=\"16\" y=\"28\" font-size=\"16\" font-weight=\"bold\" fill=\"#1b1f24\">"
            + "Entropy of the class scores and accuracy</text>");
    panel(PaperDataset.MNIST, 70);
    panel(PaperDataset.CIFAR10, 70 + PANEL + 80);
    legend();
    add("</svg>");
    return svg.toString();
  }

  private void panel(PaperDataset dataset, int left) {
    add(
        "<text x=\"%d\" y=\"%d\" font-weight=\"bold\" font-size=\"12\" fill=\"#1b1f24\">%s</text>",
        left, TOP - 22, dataset.title());
    List<EntropyAccuracy.Network> networks =
        accuracy.networks().stream().filter(one -> one.dataset() == dataset).toList();
    double least = networks.stream().mapToDouble(EntropyAccuracy.Network::accuracy).min().orElse(0);
    lowest = Math.min(0.9, Math.floor(least * 10) / 10);
    axes(left);
    for (EntropyAccuracy.Network one : networks) {
      add(
          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\" fill-opacity=\"0.55\"><title>%s:"
              + " entropy %.4g, accuracy %.4f</title></circle>",
          x(left, one.entropy()),
          y(one.accuracy()),
          isFirst(one) ? FIRST : LATER,
          one.id(),
          one.entropy(),
          one.accuracy());
    }
    accuracy.misjudged().stream()
        .filter(one -> one.dataset() == dataset)
        .max(Comparator.comparingInt(Misjudged::promises))
        .ifPresent(one -> name(left, one));
  }

  private static boolean isFirst(EntropyAccuracy.Network network) {
    int dash = network.id().indexOf('-') + 1;
    long seed = Long.parseLong(network.id().substring(dash, network.id().indexOf('/')));
    return seed < RegisteredPlan.FIRST_SEED;
  }

  private void name(int left, Misjudged one) {
    double x = x(left, one.entropy());
    boolean right = x > left + PANEL / 2.0;
    // Twice: other points must not hide the name.
    for (String style :
        List.of("stroke=\"#ffffff\" stroke-width=\"4\" stroke-linejoin=\"round\"", "")) {
      add(
          "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#1b1f24\" %s>%s</text>",
          right ? x - 8 : x + 8,
          y(one.accuracy()) + 16,
          right ? "end" : "start",
          style,
          one.name());
    }
  }

  private void axes(int left) {
    for (int i = 0; i <= TICKS; i++) {
      double tick = lowest + (1 - lowest) * i / TICKS;
      double y = y(tick);
      line(left, y, left + PANEL, y);
      add(
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"%s\">%.2f</text>",
          left - 6, y + 4, GREY, tick);
    }
    for (int i = 0; i <= DECADES; i++) {
      double x = left + (double) PANEL * i / DECADES;
      line(x, TOP, x, BOTTOM);
      add(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"%s\">%s</text>",
          x,
          BOTTOM + 16,
          GREY,
          i == DECADES ? "1" : "10<tspan dy=\"-4\" font-size=\"8\">−" + (DECADES - i) + "</tspan>");
    }
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"%s\">pattern entropy of the logits,"
            + " H / ln n</text>",
        left + PANEL / 2, BOTTOM + 34, GREY);
    add("<text x=\"%d\" y=\"%d\" fill=\"%s\">accuracy</text>", left - 40, TOP - 8, GREY);
  }

  private void line(double x1, double y1, double x2, double y2) {
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#e4e7eb\"/>",
        x1, y1, x2, y2);
  }

  private void legend() {
    String[] colours = {FIRST, LATER};
    String[] words = {"seeds 1 to 3", "runs after the rules"};
    for (int i = 0; i < words.length; i++) {
      int x = 70 + 120 * i;
      add("<circle cx=\"%d\" cy=\"386\" r=\"4\" fill=\"%s\"/>", x, colours[i]);
      add("<text x=\"%d\" y=\"390\" fill=\"%s\">%s</text>", x + 9, GREY, words[i]);
    }
    add(
        "<text x=\"320\" y=\"390\" fill=\"%s\">Named: the kind of network whose entropy promises"
            + " most too much</text>",
        GREY);
  }

  private static double x(int left, double entropy) {
    double decades = Math.log10(Math.max(LEAST, Math.min(1, entropy)) / LEAST);
    return left + PANEL * decades / DECADES;
  }

  private double y(double accuracy) {
    return BOTTOM - (BOTTOM - TOP) * (accuracy - lowest) / (1 - lowest);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
