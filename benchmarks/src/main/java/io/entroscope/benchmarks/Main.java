package io.entroscope.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmarks' command line. */
@Command(
    name = "benchmarks/run",
    mixinStandardHelpOptions = true,
    description = "Measures what the analysis costs.",
    subcommands = {OverheadCommand.class, FilesCommand.class},
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
  private Main() {}

  /** Runs a benchmark. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public void run() {
    new CommandLine(new Main()).usage(System.out);
  }
}
