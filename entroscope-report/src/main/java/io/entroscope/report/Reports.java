package io.entroscope.report;

import io.entroscope.report.ablation.AblationPage;
import io.entroscope.report.internal.comparison.ComparisonPage;
import io.entroscope.report.internal.graph.NodeData;
import io.entroscope.report.internal.index.IndexPage;
import io.entroscope.report.internal.table.CsvTable;
import io.entroscope.report.internal.table.ImagesTable;
import io.entroscope.report.internal.table.ResultTable;
import io.entroscope.report.internal.view.Names;
import io.entroscope.report.internal.view.ResultView;
import io.entroscope.report.internal.view.Thinning;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import io.entroscope.result.ablation.AblationResult;
import io.entroscope.result.derived.ResultComparison;
import io.entroscope.table.Table;
import io.entroscope.table.TableWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Results as pages, pictures and tables. */
public final class Reports {
  /** The name of the page. */
  public static final String PAGE = "report.html";

  /** The name of a page over many results. */
  private static final String INDEX = "index.html";

  /** The figure of a comparison that shows the curves. */
  private static final String CURVES = "1";

  private Reports() {}

  /**
   * Writes reports of result files, all or none. That of a single result goes into the folder
   * itself; those of several into a folder each, named after the folder or file that the result
   * came from.
   *
   * @param results the result files
   * @param folder where to write; made if there is none
   * @return the files written
   * @throws io.entroscope.result.ResultException if a result cannot be read
   * @throws ReportException if there is no such figure or class, a result lacks what the only
   *     figure shows, or a file cannot be written
   */
  public static List<Path> render(List<Path> results, ReportRequest request, Path folder) {
    Set<String> taken = new HashSet<>();
    try (Output output = Output.in(folder)) {
      for (Path file : results) {
        String below = results.size() == 1 ? "" : nameFor(file, taken) + "/";
        add(ResultJson.read(file), request, below, output);
      }
      return output.commit();
    }
  }

  /**
   * Writes the reports of one result; otherwise like {@link #render(List, ReportRequest, Path)}.
   */
  public static List<Path> render(AnalysisResult result, ReportRequest request, Path folder) {
    try (Output output = Output.in(folder)) {
      add(result, request, "", output);
      return output.commit();
    }
  }

  /**
   * Writes the page of an ablation.
   *
   * @param folder where to write; made if there is none
   * @return the file written
   * @throws ReportException if it cannot be written
   */
  public static Path render(AblationResult ablation, Path folder) {
    try (Output output = Output.in(folder)) {
      output.add(PAGE, AblationPage.html(ablation).getBytes(StandardCharsets.UTF_8));
      return output.commit().get(0);
    }
  }

  /**
   * Writes a page with the results below a folder, a row each, that links to theirs.
   *
   * @param folder with results in folders of their own
   * @param out where to write the page; made if there is none
   * @return the file written; empty if there is no result below the folder
   * @throws ReportException if the folder cannot be read, or the page not be written
   */
  public static Optional<Path> index(Path folder, Path out) {
    List<Path> files;
    try {
      files = IndexPage.find(folder);
    } catch (IOException | UncheckedIOException e) {
      throw new ReportException(
          "cannot look into " + folder + ": " + e.getMessage() + "; name a folder that can be read",
          e);
    }
    if (files.isEmpty()) {
      return Optional.empty();
    }
    Path page = out.resolve(INDEX);
    Output.write(page, IndexPage.html(folder, files, out).getBytes(StandardCharsets.UTF_8));
    return Optional.of(page);
  }

  private static void add(
      AnalysisResult result, ReportRequest request, String below, Output output) {
    if (request.formats().contains(Format.PARQUET)) {
      addTables(result, below, Format.PARQUET, parquet(), output);
    }
    Thinning thinning = Thinning.of(result);
    String view = ResultView.of(result, thinning);
    try (Pictures pictures = new Pictures(request)) {
      draw(result, view, request, below, pictures);
      if (request.formats().contains(Format.HTML)) {
        output.add(
            below + PAGE, Report.html(result, thinning, view).getBytes(StandardCharsets.UTF_8));
      }
      if (request.formats().contains(Format.CSV) && request.isWhole()) {
        addTables(result, below, Format.CSV, new CsvTable(), output);
      }
      if (request.formats().contains(Format.MODEL_EXPLORER)) {
        NodeData.of(result).forEach((name, content) -> output.add(below + name, content));
      }
      pictures.writeTo(output);
    }
  }

  private static TableWriter parquet() {
    return TableWriter.parquet()
        .orElseThrow(() -> new ReportException(TableWriter.ABSENT + ", or write csv"));
  }

  private static void addTables(
      AnalysisResult result, String below, Format format, TableWriter writer, Output output) {
    String model = Names.file(result.model().path()).replaceFirst("\\.onnx$", "");
    List<Table<?>> tables = new ArrayList<>();
    tables.add(ResultTable.of(result, model));
    ImagesTable.of(result).ifPresent(tables::add);
    for (Table<?> table : tables) {
      output.add(below + table.name() + format.ending(), out -> writer.write(table, out));
    }
  }

  /**
   * Writes a page on which several results stand side by side.
   *
   * @param html the file to write
   * @throws ReportException if the file cannot be written
   */
  public static void compare(ResultComparison comparison, Path html) {
    String page = new ComparisonPage(comparison, Names.of(comparison)).html();
    Output.write(html, page.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Draws the curves of several results side by side as one figure.
   *
   * @param names what each result is called in the figure
   * @param formats what to write, pages left out
   * @param target the files to write, without their endings
   * @return the files written
   * @throws ReportException if a file cannot be written
   */
  public static List<Path> drawComparison(
      ResultComparison comparison, List<String> names, Set<Format> formats, Path target) {
    ReportRequest request = ReportRequest.of(formats, OptionalInt.empty());
    try (Drawing drawing = new Drawing(new ComparisonPage(comparison, names).view());
        Pictures pictures = new Pictures(request);
        Output output = Output.in(Objects.requireNonNull(target.toAbsolutePath().getParent()))) {
      Drawing.Files files = Objects.requireNonNull(drawing.files(CURVES, "{}", Theme.LIGHT));
      pictures.add(files, String.valueOf(target.getFileName()));
      pictures.writeTo(output);
      return output.commit();
    }
  }

  /** Draws the figures that are asked for. */
  private static void draw(
      AnalysisResult result, String view, ReportRequest request, String below, Pictures pictures) {
    if (!request.hasFigures()) {
      return;
    }
    OptionalInt number = request.figure();
    List<Figure> figures =
        number.isPresent() ? Figure.numbered(number.getAsInt()) : List.of(Figure.values());
    FigureStyle style = request.style();
    String controls = style.controls(result.data().classes());
    try (Drawing drawing = new Drawing(view)) {
      for (Figure figure : figures) {
        Drawing.Files files =
            drawing.files(figure.id(), controls, Theme.LIGHT, style.inner(), style.titled());
        if (files != null) {
          pictures.add(files, below + figure.fileName());
        }
      }
    }
    if (number.isPresent() && !pictures.any()) {
      throw new ReportException(
          "the result of "
              + Names.file(result.model().path())
              + " does not hold what figure "
              + number.getAsInt()
              + " shows; the end of the page says how to make a result that does");
    }
  }

  /** The name of a result file, numbered where it is taken. */
  private static String nameFor(Path file, Set<String> taken) {
    String name = Names.source(file.toString());
    String free = name;
    for (int k = 2; !taken.add(free); k++) {
      free = name + "-" + k;
    }
    return free;
  }
}
