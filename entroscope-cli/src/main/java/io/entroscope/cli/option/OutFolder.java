package io.entroscope.cli.option;

import io.entroscope.app.AnalysisRun;
import io.entroscope.files.FileSet;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The folder that a command cannot do without. */
public final class OutFolder {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder to write to; it is made if it is not there.")
  private Path out = Path.of("");

  /**
   * The folder, asked for before any work so that none is lost. What a program that was killed left
   * in it is settled: one that finds all done writes no set that would do so.
   *
   * @throws io.entroscope.core.PlanException if it cannot be written to
   */
  public Path writable() {
    AnalysisRun.requireWritable(out);
    FileSet.settle(out);
    return out;
  }
}
