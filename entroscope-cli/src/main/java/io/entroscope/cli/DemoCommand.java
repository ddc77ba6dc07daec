package io.entroscope.cli;

import io.entroscope.app.AnalysisRun;
import io.entroscope.app.Console;
import io.entroscope.app.Destination;
import io.entroscope.app.ResultText;
import io.entroscope.app.option.OpenOption;
import io.entroscope.core.PlanException;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.data.DataSpec;
import io.entroscope.files.WholeFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the main job on what the repository ships. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  entroscope demo", "  entroscope demo --out out/first-try --open"},
    description =
        "Analyses the trained network that comes with the program on the 1,000 MNIST test images"
            + " that come with it.")
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "The folder to write to (default: out/demo in the program's own folder, or in this one if"
              + " that may not be written to).")
  private @Nullable Path out;

  @Mixin private OpenOption open = new OpenOption();

  @Override
  public Integer call() throws Exception {
    Path home = Path.of(System.getProperty("entroscope.home", ""));
    Path model = home.resolve("demo").resolve("mnist-3fc.onnx");
    Path data = home.resolve("demo").resolve("mnist-sample");
    if (!Files.exists(model) || !Files.exists(data)) {
      throw new PlanException(
          "the demo's files are not at "
              + model.getParent()
              + "; run ./entroscope from a whole checkout");
    }
    Path folder = out == null ? usual(home) : out;
    AnalysisRun.Done done =
        AnalysisRun.run(
            model,
            DataSpec.of(data),
            AnalysisOptions.builder().featureMaps(1).build(),
            Destination.folder(folder),
            false);
    Console.print(ResultText.of(done.result(), done.folder()));
    Console.out().flush();
    open.show(folder.resolve(AnalysisRun.REPORT));
    return 0;
  }

  /** Whoever runs an installed program may seldom write where it lies. */
  static Path usual(Path home) {
    Path inside = home.resolve("out").resolve("demo");
    return WholeFile.obstacle(inside).isEmpty() ? inside : Path.of("out", "demo");
  }
}
