package io.entroscope.cli;

import io.entroscope.app.CommandLines;
import io.entroscope.app.Console;
import io.entroscope.app.Words;
import io.entroscope.core.option.Tool;
import io.entroscope.files.Scratch;
import io.entroscope.onnx.block.Bypass;
import io.entroscope.torch.architecture.Architecture;
import io.entroscope.torch.train.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * The program. Exit codes: 0 done; 1 the analysis failed; 2 the command line or an input is wrong;
 * 141 whoever read the output has gone.
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
      HeadCommand.class,
      AnalyzeCommand.class,
      MergeCommand.class,
      ReportCommand.class,
      CompareCommand.class,
      TrackCommand.class,
      TrainCommand.class,
      MaximizeCommand.class,
      AdviseCommand.class,
      AblateCommand.class,
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
    adoptScratch();
    System.exit(CommandLines.execute(commandLine(), args));
  }

  /** Removes, when the program ends, the folder that the launcher made for temporary files. */
  private static void adoptScratch() {
    String made = System.getProperty("entroscope.scratch", "");
    if (made.isEmpty()) {
      return;
    }
    try {
      Scratch.adopt(Path.of(made)).ifPresent(Main::removeAtTheEnd);
    } catch (IOException e) {
      Console.err().println("entroscope: cannot use " + made + ": " + e.getMessage());
    }
  }

  private static void removeAtTheEnd(Scratch scratch) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    scratch.close();
                  } catch (IOException ignored) {
                    // The next program that starts removes it.
                  }
                },
                "remove temporary files"));
  }

  /** The command line with its handling of errors, as {@link #main} runs it. */
  public static CommandLine commandLine() {
    return CommandLines.configure(new CommandLine(new Main()))
        .registerConverter(Architecture.Function.class, new Words<>(Architecture.Function.class))
        .registerConverter(Bypass.class, new Words<>(Bypass.class))
        .registerConverter(
            Architecture.Normalisation.class, new Words<>(Architecture.Normalisation.class))
        .registerConverter(TrainingOptions.Rule.class, new Words<>(TrainingOptions.Rule.class))
        .registerConverter(
            TrainingOptions.Schedule.class, new Words<>(TrainingOptions.Schedule.class));
  }

  @Override
  public void run() {
    commandLine().usage(Console.help());
  }

  /** The version, for {@code --version}. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String commit = Tool.commit().isEmpty() ? "" : " (" + Tool.commit() + ")";
      return new String[] {
        Tool.INFO.name() + " " + Tool.INFO.version() + commit,
        "ONNX Runtime " + Tool.onnxRuntime() + ", Java " + System.getProperty("java.version")
      };
    }
  }
}
