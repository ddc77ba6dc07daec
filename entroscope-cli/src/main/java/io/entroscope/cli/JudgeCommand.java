package io.entroscope.cli;

import io.entroscope.advice.Scoreboard;
import io.entroscope.advice.Scoreboard.Combined;
import io.entroscope.advice.Scoreboard.Row;
import io.entroscope.advice.Trial;
import io.entroscope.app.Console;
import io.entroscope.app.ImageOptions;
import io.entroscope.app.PrettyJson;
import io.entroscope.app.TextTable;
import io.entroscope.core.PlanException;
import io.entroscope.core.plan.AnalysisOptions;
import io.entroscope.core.plan.IndicatorScope;
import io.entroscope.result.Interval;
import io.entroscope.study.judge.Judge;
import io.entroscope.torch.train.TuningOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Scores advice against the truth. */
@Command(
    name = "judge",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Really takes every layer that can go out of each of some networks, trains what is left,"
            + " and tells how well each indicator foretold the change of accuracy. Goes on where it"
            + " was stopped.")
final class JudgeCommand implements Callable<Integer> {
  @Option(names = "--models", paramLabel = "DIR", description = "A folder of trained ONNX files.")
  private @Nullable Path models;

  @Option(
      names = "--arch",
      paramLabel = "ARCH",
      description =
          "An architecture to train first, as for 'train', in quotes; may be given several times.")
  private List<String> architectures = List.of();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Of training each --arch (default: its recipe's).")
  private int training;

  @Mixin private ImageOptions images = new ImageOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder of the trials, one file for each network and seed.")
  private Path out = Path.of("");

  @Option(
      names = "--fine-tune",
      paramLabel = "EPOCHS",
      description = "Of the whole network and of what is left alike (default: 2).")
  private int epochs = 2;

  @Option(names = "--seeds", paramLabel = "N", description = "Of fine-tuning (default: 2).")
  private int seeds = 2;

  @Option(
      names = "--lr",
      paramLabel = "F",
      description =
          "The highest learning rate of fine-tuning (default: found by trial for each network).")
  private @Nullable Double rate;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description =
          "Images per step of fine-tuning (default: 128, and fewer where there are few images).")
  private @Nullable Integer batch;

  @Option(
      names = "--output",
      paramLabel = "NAME",
      description = "The model's output that predictions are read from, where several could be.")
  private @Nullable String output;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute (default: one per core).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--also",
      paramLabel = "DIR,...",
      split = ",",
      description = "Count the trials of these folders too: the --out of judges on other data.")
  private List<Path> also = List.of();

  @Option(names = "--json", description = "Print the scoreboard as JSON instead of the table.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    if (seeds < 1) {
      throw new PlanException("--seeds " + seeds + "; give 1 or more");
    }
    if (epochs < 1) {
      throw new PlanException("--fine-tune " + epochs + "; give 1 epoch or more");
    }
    if (models == null && architectures.isEmpty()) {
      throw new PlanException(
          "no networks to judge; give a folder of them with --models, or some with --arch");
    }
    AnalysisOptions.Builder builder =
        AnalysisOptions.builder()
            .selection(images.selection())
            .pixels(images.pixels())
            .threads(threads)
            .indicators(IndicatorScope.LAYERS);
    if (output != null) {
      builder.output(output);
    }
    AnalysisOptions options = builder.build();
    TuningOptions tuning =
        new TuningOptions(
            epochs,
            rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate),
            batch == null ? OptionalInt.empty() : OptionalInt.of(batch),
            1,
            threads);
    Judge judge = new Judge(images.spec(), options, tuning, out, new TrainingNotes());
    List<Path> files = new ArrayList<>(models == null ? List.of() : Judge.models(models));
    List<Trial> trials =
        new ArrayList<>(
            LibtorchNeed.call(
                () -> {
                  for (String architecture : architectures) {
                    files.add(judge.trained(architecture, training));
                  }
                  return judge.run(files, seeds);
                }));
    for (Path folder : also) {
      trials.addAll(Judge.trials(folder));
    }
    Scoreboard board = Scoreboard.of(trials, images.selection().seed());
    Console.out().print(json ? PrettyJson.of(board) + "\n" : text(board));
    Console.out().flush();
    return 0;
  }

  private static String interval(String format, @Nullable Interval interval) {
    return interval == null
        ? "too few"
        : String.format(Locale.ROOT, format, interval.low(), interval.high());
  }

  private static String text(Scoreboard board) {
    TextTable table =
        new TextTable(
            "indicator", ">networks", ">tau", "95%", ">regret", "95%", ">within 0.005", "chance");
    for (Row row : board.rows()) {
      table.row(
          row.indicator(),
          Integer.toString(row.networks()),
          String.format(Locale.ROOT, "%+.2f", row.tau()),
          interval("%+.2f to %+.2f", row.tauInterval()),
          String.format(Locale.ROOT, "%.4f", row.regret()),
          interval("%.4f to %.4f", row.regretInterval()),
          percent(row.within()),
          row.beatsChance() ? "beaten" : "");
    }
    table.row(
        "chance (expected)",
        Integer.toString(board.networks()),
        "",
        "",
        String.format(Locale.ROOT, "%.4f", board.chance().regret()),
        interval("%.4f to %.4f", board.chance().regretInterval()),
        "",
        "");
    return table
        + String.format(
            Locale.ROOT,
            "%n%d layers taken out of %d networks. tau: Kendall's rank correlation of score and"
                + " change of accuracy;%nregret: accuracy lost against the best layer to take out;"
                + " intervals by drawing networks again;%nchance: beaten if the difference of"
                + " regret leaves out zero, at 95%% for all indicators together.%n",
            board.layers(),
            board.networks())
        + text(board.combined());
  }

  private static String text(@Nullable Combined combined) {
    if (combined == null) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        "Combined by ranks, chosen without the network that is judged: regret %.4f (%s), within"
            + " 0.005 in %s%n(%s); all networks together choose %s.%n",
        combined.regret(),
        interval("%.4f to %.4f", combined.regretInterval()),
        percent(combined.within()),
        combined.beatsChance() ? "better than chance" : "not shown to be better than chance",
        String.join(" with ", combined.all().indicators()));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f%%", 100 * share);
  }
}
