package io.entroscope.cli;

import io.entroscope.app.CommandLines;
import io.entroscope.app.Console;
import io.entroscope.app.Words;
import io.entroscope.app.interrupt.Interruption;
import io.entroscope.core.option.Tool;
import io.entroscope.files.Scratch;
import io.entroscope.onnx.block.Bypass;
import io.entroscope.torch.architecture.Architecture;
import io.entroscope.torch.train.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

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
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Start with: entroscope demo"})
public class Main implements Runnable {
  /** In the order of help, by the names that the classes give themselves. */
  private static final Map<String, Class<?>> COMMANDS =
      inOrder(
          Map.entry("demo", DemoCommand.class),
          Map.entry("layers", LayersCommand.class),
          Map.entry("head", HeadCommand.class),
          Map.entry("analyze", AnalyzeCommand.class),
          Map.entry("merge", MergeCommand.class),
          Map.entry("report", ReportCommand.class),
          Map.entry("compare", CompareCommand.class),
          Map.entry("track", TrackCommand.class),
          Map.entry("train", TrainCommand.class),
          Map.entry("maximize", MaximizeCommand.class),
          Map.entry("advise", AdviseCommand.class),
          Map.entry("ablate", AblateCommand.class),
          Map.entry("prune", PruneCommand.class),
          Map.entry("depth", DepthCommand.class),
          Map.entry("judge", JudgeCommand.class),
          Map.entry("reproduce", ReproduceCommand.class),
          Map.entry("help", CommandLine.HelpCommand.class));

  /** What is asked of the program itself, and of no command. */
  private static final Set<String> OWN_OPTIONS = Set.of("-h", "--help", "-V", "--version");

  @Spec private @Nullable CommandSpec spec;

  Main() {}

  @SafeVarargs
  private static Map<String, Class<?>> inOrder(Map.Entry<String, Class<?>>... commands) {
    Map<String, Class<?>> map = new LinkedHashMap<>();
    for (Map.Entry<String, Class<?>> command : commands) {
      map.put(command.getKey(), command.getValue());
    }
    return Collections.unmodifiableMap(map);
  }

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    adoptScratch();
    Interruption.watch(Console::interrupted);
    int code = CommandLines.execute(commandLineFor(args), args);
    Interruption.over();
    System.exit(code);
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
      Console.error("cannot use " + made + ": " + e.getMessage());
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

  /** The command line with all its commands and its handling of errors. */
  public static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    COMMANDS.forEach(line::addSubcommand);
    return configured(line);
  }

  /**
   * The command line, with as much of its commands as these arguments need: making all takes longer
   * than many a command does. Where they name a command, that one alone; where they ask for help or
   * the version, what help says of each.
   */
  static CommandLine commandLineFor(String... args) {
    String first = args.length == 0 ? "--help" : args[0];
    Class<?> named = COMMANDS.get(first);
    if (OWN_OPTIONS.contains(first)) {
      CommandLine line = new CommandLine(new Main());
      COMMANDS.forEach((name, command) -> line.addSubcommand(name, heading(command)));
      return configured(line);
    }
    return named == null || named == CommandLine.HelpCommand.class
        ? commandLine()
        : configured(new CommandLine(new Main()).addSubcommand(first, named));
  }

  /** A command as far as the list of commands shows it. */
  private static CommandSpec heading(Class<?> command) {
    Command declared = Objects.requireNonNull(command.getAnnotation(Command.class));
    CommandSpec heading = CommandSpec.create();
    heading.usageMessage().header(declared.header()).description(declared.description());
    return heading;
  }

  private static CommandLine configured(CommandLine line) {
    return CommandLines.configure(line)
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
    Objects.requireNonNull(spec).commandLine().usage(Console.help());
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
