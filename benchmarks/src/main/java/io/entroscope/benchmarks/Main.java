package io.entroscope.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmarks' command line. */
@Command(
    name = "benchmarks/run",
    mixinStandardHelpOptions = true,
    description =
        "Measures what the analysis and the training cost, and whether they hold on to anything.",
    subcommands = {
      OverheadCommand.class,
      FilesCommand.class,
      TrainingCommand.class,
      SoakCommand.class,
      MicroCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
  private Main() {}

  /** Runs a benchmark. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** A mistake on the command line is said in one line; a fault keeps its stack trace. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setParameterExceptionHandler((e, args) -> mistake(e.getCommandLine(), e))
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              if (e instanceof UnknownName) {
                return mistake(command, e);
              }
              throw e;
            });
  }

  private static int mistake(CommandLine command, Exception e) {
    command.getErr().println("benchmarks/run: " + e.getMessage());
    return CommandLine.ExitCode.USAGE;
  }

  @Override
  public void run() {
    new CommandLine(new Main()).usage(System.out);
  }
}
