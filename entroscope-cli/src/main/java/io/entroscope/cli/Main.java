package io.entroscope.cli;

import io.entroscope.app.Console;
import io.entroscope.app.Errors;
import io.entroscope.app.Words;
import io.entroscope.core.plan.At;
import io.entroscope.core.plan.Device;
import io.entroscope.core.plan.Tool;
import io.entroscope.data.image.FlatOrder;
import io.entroscope.report.Format;
import io.entroscope.stats.Normalizer;
import io.entroscope.torch.train.Architecture;
import io.entroscope.torch.train.TrainingOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * The program. Exit codes: 0 done; 1 the analysis failed; 2 the command line or an input is wrong.
 */
@Command(
    name = "entroscope",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description =
        "Shows what happens inside a trained neural network, layer by layer: how concentrated the"
            + " activation of its neurons is, and what follows from that.",
    subcommands = {
      DemoCommand.class,
      LayersCommand.class,
      AnalyzeCommand.class,
      MergeCommand.class,
      ReportCommand.class,
      CompareCommand.class,
      TrackCommand.class,
      TrainCommand.class,
      MaximizeCommand.class,
      AdviseCommand.class,
      PruneCommand.class,
      DepthCommand.class,
      JudgeCommand.class,
      ReproduceCommand.class,
      CommandLine.HelpCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Start with: entroscope demo"})
public final class Main implements Runnable {
  private Main() {}

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line with its handling of errors, as {@link #main} runs it. */
  public static CommandLine commandLine() {
    return configure(new CommandLine(new Main()));
  }

  /** Makes a command line read words, print and fail as all of the program's do. */
  public static CommandLine configure(CommandLine line) {
    return line.setOut(Console.out())
        .setErr(Console.err())
        .registerConverter(At.class, new Words<>(At.class))
        .registerConverter(Normalizer.class, new Words<>(Normalizer.class))
        .registerConverter(Format.class, new Words<>(Format.class))
        .registerConverter(FlatOrder.class, new Words<>(FlatOrder.class))
        .registerConverter(Architecture.Function.class, new Words<>(Architecture.Function.class))
        .registerConverter(
            Architecture.Normalisation.class, new Words<>(Architecture.Normalisation.class))
        .registerConverter(TrainingOptions.Rule.class, new Words<>(TrainingOptions.Rule.class))
        .registerConverter(
            TrainingOptions.Schedule.class, new Words<>(TrainingOptions.Schedule.class))
        .registerConverter(Device.class, new Words<>(Device.class))
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(Errors::wrongCommandLine)
        .setExecutionExceptionHandler(Errors::failed);
  }

  @Override
  public void run() {
    commandLine().usage(Console.out());
  }

  /** The version, for {@code --version}. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {Tool.INFO.name() + " " + Tool.INFO.version()};
    }
  }
}
