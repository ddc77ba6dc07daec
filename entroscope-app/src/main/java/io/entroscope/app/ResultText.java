package io.entroscope.app;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Caveat;
import io.entroscope.result.Verdict;
import io.entroscope.result.block.BlockAnalysis;
import io.entroscope.result.derived.LayerMeans;
import io.entroscope.result.layer.LayerIndicators;
import io.entroscope.result.layer.LayerIndicators.Probe;
import io.entroscope.result.layer.LayerResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A result as text for a terminal. */
public final class ResultText {
  /** How long a bar for the value 1 may be; none where not even the shortest fits. */
  private static final int[] BARS = {24, 16, 10, 0};

  private static final int[] NO_BARS = {0};

  /** Longer lines are hard to read, whatever the terminal has room for. */
  private static final int LONGEST = 100;

  private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";

  private ResultText() {}

  /**
   * The table of layers, the accuracy and the verdict.
   *
   * @param out the folder that the result was written to; empty: it was not
   */
  public static String of(AnalysisResult result, Optional<Path> out) {
    StringBuilder text = new StringBuilder();
    for (Caveat caveat : result.caveats()) {
      if (caveat.isWarning()) {
        text.append(wrapped("warning: ", Flags.in(caveat.text()))).append('\n');
      }
    }
    text.append(layers(result));
    BlockAnalysis blocks = result.blocks();
    if (blocks != null) {
      text.append(BlockText.of(blocks));
    }
    text.append('\n').append(accuracy(result)).append('\n');
    Verdict verdict = result.verdict();
    if (verdict != null) {
      text.append(wrapped("", verdict.summary())).append('\n');
    }
    for (Caveat caveat : result.caveats()) {
      if (!caveat.isWarning()) {
        text.append(wrapped("note: ", Flags.in(caveat.text())));
      }
    }
    out.ifPresent(
        folder ->
            text.append(
                String.format(
                    "%nresult  %s%nreport  %s%n",
                    folder.resolve(AnalysisRun.RESULT), folder.resolve(AnalysisRun.REPORT))));
    return text.toString();
  }

  private static String accuracy(AnalysisResult result) {
    String accuracy =
        result.isJudged()
            ? String.format(
                Locale.ROOT,
                "accuracy %.4f (95%% interval %.4f to %.4f, ",
                result.accuracy(),
                result.accuracyInterval().low(),
                result.accuracyInterval().high())
            : "accuracy not known (";
    return wrapped(
        "",
        String.format(
            Locale.ROOT,
            "%s%s of %s, %s split)",
            accuracy,
            result.data().counted(result.data().images()),
            result.data().path(),
            result.data().split()));
  }

  private static String layers(AnalysisResult result) {
    boolean normalised = !result.settings().normalizer().equals("none");
    TextTable table = table(result, normalised);
    boolean beside = result.layers().stream().anyMatch(layer -> !layer.inVerdict());
    boolean maps =
        result.layers().stream().anyMatch(of -> of.kind().equals(LayerResult.CONVOLUTION));
    return table
        + wrapped(
            "",
            "entropy: of the softmax of the class-mean activation, divided by "
                + divisor(result.settings().normalizer())
                + ", mean over the classes; standardised: of activations divided by the layer's"
                + " root mean square"
                + (hasPreactivations(result) ? "; before: before the activation function" : "")
                + (hasIndicators(result)
                    ? "; saturation: the share of directions that hold 99% of the variance; probe:"
                        + " the accuracy of a linear classifier on the layer"
                    : ""))
        + (beside
            ? wrapped(
                "* ",
                "not part of the verdict, which reads "
                    + (result.blocks() == null
                        ? "fully connected layers" + leading(result)
                        : "the stream behind the blocks and the head")
                    + (maps ? "; convolutions are observed as channel means" : ""))
            : "");
  }

  /** Says that a model has layers beside the way to its class scores, if it has. */
  private static String leading(AnalysisResult result) {
    boolean beside =
        result.layers().stream()
            .anyMatch(of -> of.kind().equals(LayerResult.FULLY_CONNECTED) && !of.inVerdict());
    return beside ? " that lead to the predictions" : "";
  }

  /** The table with as much beside the numbers as the terminal has room for. */
  private static TextTable table(AnalysisResult result, boolean normalised) {
    for (boolean range : new boolean[] {true, false}) {
      for (int bar : normalised ? BARS : NO_BARS) {
        TextTable table = table(result, true, range, bar);
        if (table.width() <= Console.width()) {
          return table;
        }
      }
    }
    return table(result, false, false, 0);
  }

  private static TextTable table(AnalysisResult result, boolean kind, boolean range, int bar) {
    boolean before = hasPreactivations(result);
    boolean indicators = hasIndicators(result);
    List<String> heads = new ArrayList<>(List.of("layer"));
    addIf(kind, heads, "kind");
    heads.add(">units");
    heads.add(result.settings().normalizer().equals("none") ? ">nats" : ">entropy");
    addIf(before, heads, ">before");
    heads.add(">standardised");
    addIf(indicators, heads, ">saturation", ">probe");
    addIf(range, heads, "range over classes");
    addIf(bar > 0, heads, "0" + " ".repeat(Math.max(0, bar - 2)) + "1");
    TextTable table = new TextTable(heads.toArray(String[]::new));
    for (LayerResult layer : result.layers()) {
      LayerMeans means = LayerMeans.of(result, layer);
      List<String> cells = new ArrayList<>();
      cells.add(layer.name() + (layer.inVerdict() ? "" : " *"));
      addIf(kind, cells, layer.kind());
      cells.add(Integer.toString(layer.units()));
      cells.add(number(means.pattern().value()));
      if (before) {
        cells.add(layer.preactivation() == null ? "" : number(before(result, layer)));
      }
      cells.add(number(means.patternStandardized().value()));
      if (indicators) {
        cells.addAll(indicators(layer.indicators()));
      }
      addIf(range, cells, range(layer));
      addIf(bar > 0, cells, bar(means.pattern().value(), bar));
      table.row(cells.toArray(String[]::new));
    }
    return table;
  }

  private static void addIf(boolean wanted, List<String> to, String... more) {
    if (wanted) {
      to.addAll(List.of(more));
    }
  }

  private static boolean hasPreactivations(AnalysisResult result) {
    return result.layers().stream().anyMatch(layer -> layer.preactivation() != null);
  }

  private static boolean hasIndicators(AnalysisResult result) {
    return result.layers().stream().anyMatch(layer -> layer.indicators() != null);
  }

  private static double before(AnalysisResult result, LayerResult layer) {
    return LayerMeans.before(result, layer).pattern().value();
  }

  /** Saturation and the accuracy of the probe. */
  private static List<String> indicators(@Nullable LayerIndicators of) {
    if (of == null) {
      return List.of("", "");
    }
    Probe probe = of.sampled().probe();
    return List.of(
        number(of.spectrum().saturation99()), probe == null ? "" : number(probe.accuracy()));
  }

  private static String range(LayerResult layer) {
    DoubleSummaryStatistics entropy =
        layer.classes().stream()
            .mapToDouble(of -> of.patternEntropy().normalized())
            .summaryStatistics();
    return String.format(Locale.ROOT, "%.3f to %.3f", entropy.getMin(), entropy.getMax());
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.3f", value);
  }

  private static String divisor(String normalizer) {
    return switch (normalizer) {
      case "units" -> "the number of units n";
      case "none" -> "nothing (nats)";
      default -> "log n";
    };
  }

  /** A bar for a value in [0, 1], in eighths of a character. */
  private static String bar(double value, int longest) {
    int eighths = (int) Math.round(Math.min(Math.max(value, 0), 1) * longest * 8);
    String full = "█".repeat(eighths / 8);
    return eighths % 8 == 0 ? full : full + EIGHTHS.charAt(eighths % 8);
  }

  /** Text broken at the terminal's width, every line indented by what it begins with. */
  public static String wrapped(String head, String text) {
    return wrapped(head, text, Math.min(LONGEST, Console.width()));
  }

  /** Text broken at so many characters, every line indented by what it begins with. */
  public static String wrapped(String head, String text, int width) {
    StringBuilder lines = new StringBuilder();
    StringBuilder line = new StringBuilder(head);
    for (String word : text.split(" ", -1)) {
      if (line.length() + word.length() > width && line.length() > head.length()) {
        lines.append(line.toString().stripTrailing()).append('\n');
        line = new StringBuilder(" ".repeat(head.length()));
      }
      line.append(word).append(' ');
    }
    return lines.append(line.toString().stripTrailing()).append('\n').toString();
  }
}
