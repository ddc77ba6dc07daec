package io.entroscope.spark;

import io.entroscope.app.CommandLines;
import io.entroscope.app.Console;
import io.entroscope.core.option.Tool;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * The program that {@code spark-submit} runs. Exit codes: 0 done; 1 the analysis failed; 2 the
 * command line or an input is wrong.
 */
@Command(
    name = "entroscope-spark",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Entroscope on Apache Spark.",
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
  private Main() {}

  /** Runs the command line, and exits with its code unless all went well. */
  public static void main(String[] args) {
    SparkSession session = SparkSession.builder().appName("Entroscope").getOrCreate();
    int code;
    try {
      code = CommandLines.execute(commandLine(session), args);
    } finally {
      session.stop();
    }
    if (code != 0) {
      System.exit(code);
    }
  }

  /** The command line on a session, which whoever made it closes. */
  static CommandLine commandLine(SparkSession session) {
    CommandLine line = new CommandLine(new Main()).addSubcommand(new AnalyzeCommand(session));
    // In the place of the one for paths on this machine.
    return CommandLines.configure(line)
        .registerConverter(Path.class, uri -> SparkData.path(session, CommandLines.named(uri)));
  }

  @Override
  public void run() {
    new CommandLine(this).usage(Console.out());
  }

  /** The version, for {@code --version}. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {Tool.INFO.name() + " " + Tool.INFO.version()};
    }
  }
}
