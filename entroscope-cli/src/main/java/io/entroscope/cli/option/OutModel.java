package io.entroscope.cli.option;

import io.entroscope.core.PlanException;
import io.entroscope.files.WholeFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The file that a command writes its network to. */
public final class OutModel {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The ONNX file to write; its folder is made if it is not there.")
  private Path out = Path.of("");

  /**
   * The file, asked for before any work so that none is lost.
   *
   * @param read the model that it is made of, if it is in a file
   * @throws PlanException if it cannot be written, or is that file
   */
  public Path writable(List<Path> read) {
    KeptInputs.require(out, read);
    if (Files.isDirectory(out)) {
      throw new PlanException(out + " is a folder; name the .onnx file to write with --out");
    }
    WholeFile.obstacle(out.toAbsolutePath().resolveSibling(""))
        .ifPresent(
            there -> {
              throw new PlanException(
                  "cannot write "
                      + out
                      + ": "
                      + there
                      + " is not a writable folder; give another --out");
            });
    return out;
  }
}
