package io.entroscope.cli;

import io.entroscope.app.Console;
import io.entroscope.app.export.ModelNotes;
import io.entroscope.app.option.OpenOption;
import io.entroscope.cli.option.FigureOptions;
import io.entroscope.cli.option.KeptInputs;
import io.entroscope.cli.option.MovedModel;
import io.entroscope.cli.option.ResultFiles;
import io.entroscope.core.PlanException;
import io.entroscope.report.Format;
import io.entroscope.report.ReportRequest;
import io.entroscope.report.Reports;
import io.entroscope.result.AblationJson;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws the reports of results again. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  entroscope report out/first --open",
      "  entroscope report out --open",
      "  entroscope report out/first --format svg,png,csv --out out/figures",
      "  entroscope report out/first --format pdf --width 86mm --no-title --out paper"
    },
    description =
        "Draws the page or the figures of results; the same result gives the same bytes, always.")
final class ReportCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "RESULT",
      description =
          "Files result.json or their folders, or an ablation; or a folder with folders of results,"
              + " which gets a page over them, index.html.")
  private List<Path> results = List.of();

  @Option(
      names = "--format",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "html|svg|png|pdf|csv|parquet|model-explorer",
      description =
          "What to write, several with commas between (default: html). csv: the numbers of each"
              + " figure, and tables of all numbers and of all images. parquet: those tables.")
  private List<Format> formats = List.of(Format.HTML);

  @Option(
      names = "--figure",
      paramLabel = "N",
      description = "Only this figure, 0 to 10 (default: all that the results have numbers for).")
  private @Nullable Integer figure;

  @Mixin private FigureOptions look = new FigureOptions();

  @Option(
      names = "--annotate",
      paramLabel = "FILE.onnx",
      description =
          "Also write a copy of the model with the entropies in its metadata, where Netron shows"
              + " them (default: none).")
  private @Nullable Path annotated;

  @Mixin private MovedModel model = new MovedModel();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder to write to (default: that of the first result).")
  private @Nullable Path out;

  @Mixin private OpenOption open = new OpenOption();

  @Override
  public Integer call() {
    if (results.size() == 1 && isFolderOfMany(results.get(0))) {
      return index(results.get(0));
    }
    List<Path> files = ResultFiles.of(results);
    Path parent = files.get(0).toAbsolutePath().getParent();
    Path folder = out != null ? out : parent == null ? Path.of("") : parent;
    if (AblationJson.isOne(files.get(0))) {
      return ablation(files, folder);
    }
    ReportRequest request =
        new ReportRequest(
            EnumSet.copyOf(formats),
            figure == null ? OptionalInt.empty() : OptionalInt.of(figure),
            look.style());
    annotate(files);
    List<Path> written = Reports.render(files, request, folder);
    written.forEach(Console.out()::println);
    if (annotated != null) {
      Console.out().println(annotated);
    }
    if (!written.isEmpty()) {
      open.show(written.get(0));
    }
    return 0;
  }

  private static boolean isFolderOfMany(Path given) {
    return Files.isDirectory(given) && !ResultFiles.holdsOne(given);
  }

  /** A folder of results has a page over them, and nothing else. */
  private int index(Path given) {
    if (!formats.equals(List.of(Format.HTML)) || figure != null || annotated != null) {
      throw new PlanException(
          given
              + " holds no result.json itself, and a page over those below it is all that is made"
              + " of a folder; leave out --format, --figure and --annotate, or name results");
    }
    Path page =
        Reports.index(given, out == null ? given : out)
            .orElseThrow(
                () ->
                    new PlanException(
                        given
                            + " holds no result.json, nor does a folder below it; give a folder"
                            + " that an analysis wrote to"));
    Console.out().println(page);
    open.show(page);
    return 0;
  }

  private void annotate(List<Path> files) {
    if (annotated == null) {
      return;
    }
    if (files.size() > 1) {
      throw new PlanException("--annotate writes the values of one result; name one");
    }
    AnalysisResult result = ResultJson.read(files.get(0));
    Path moved = model.path();
    Path read = moved == null ? Path.of(result.model().path()) : moved;
    KeptInputs.require("--annotate", annotated, List.of(files.get(0), read));
    ModelNotes.write(result, moved, files.get(0), annotated);
  }

  /** An ablation has a page and nothing else. */
  private int ablation(List<Path> files, Path folder) {
    if (files.size() > 1
        || !formats.equals(List.of(Format.HTML))
        || figure != null
        || annotated != null) {
      throw new PlanException(
          files.get(0)
              + " is an ablation, which is drawn by itself and as a page alone; leave out --format,"
              + " --figure, --annotate and other files");
    }
    Console.out().println(Reports.render(AblationJson.read(files.get(0)), folder));
    return 0;
  }
}
