package io.entroscope.report;

import io.entroscope.report.ablation.AblationPage;
import io.entroscope.report.internal.comparison.ComparisonPage;
import io.entroscope.report.internal.table.CsvTable;
import io.entroscope.report.internal.table.ImagesTable;
import io.entroscope.report.internal.table.ResultTable;
import io.entroscope.report.internal.table.Table;
import io.entroscope.report.internal.view.Names;
import io.entroscope.report.internal.view.ResultView;
import io.entroscope.report.internal.view.Thinning;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import io.entroscope.result.ablation.AblationResult;
import io.entroscope.result.derived.ResultComparison;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/** Results as pages, pictures and tables. */
public final class Reports {
  /** The name of the page. */
  public static final String PAGE = "report.html";

  /** The figure of a comparison that shows the curves. */
  private static final String CURVES = "1";

  private Reports() {}

  /**
   * Writes reports of result files, all or none. That of a single result goes into the folder
   * itself; those of several into a folder each, named after the folder or file that the result
   * came from.
   *
   * @param results the result files
   * @param formats what to write
   * @param figure the number of the only figure to write, 1 to 8; empty: all that the results hold
   *     numbers for. The page always has all.
   * @param folder where to write; made if there is none
   * @return the files written
   * @throws io.entroscope.result.ResultException if a result cannot be read
   * @throws ReportException if there is no such figure, a result lacks what the only figure shows,
   *     or a file cannot be written
   */
  public static List<Path> render(
      List<Path> results, Set<Format> formats, OptionalInt figure, Path folder) {
    Set<String> taken = new HashSet<>();
    try (Output output = Output.in(folder)) {
      for (Path file : results) {
        String below = results.size() == 1 ? "" : nameFor(file, taken) + "/";
        add(ResultJson.read(file), formats, figure, below, output);
      }
      return output.commit();
    }
  }

  /**
   * Writes the reports of one result; otherwise like {@link #render(List, Set, OptionalInt, Path)}.
   */
  public static List<Path> render(
      AnalysisResult result, Set<Format> formats, OptionalInt figure, Path folder) {
    try (Output output = Output.in(folder)) {
      add(result, formats, figure, "", output);
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

  private static void add(
      AnalysisResult result, Set<Format> formats, OptionalInt figure, String below, Output output) {
    List<Figure> figures =
        figure.isPresent() ? Figure.numbered(figure.getAsInt()) : List.of(Figure.values());
    if (formats.contains(Format.HTML)) {
      output.add(below + PAGE, Report.html(result).getBytes(StandardCharsets.UTF_8));
    }
    if (formats.contains(Format.CSV) && figure.isEmpty()) {
      addTables(result, below, output);
    }
    if (formats.stream().anyMatch(format -> format != Format.HTML)) {
      boolean any = draw(result, formats, figures, below, output);
      if (!any && figure.isPresent()) {
        throw new ReportException(
            "the result of "
                + Names.file(result.model().path())
                + " does not hold what figure "
                + figure.getAsInt()
                + " shows; its place in the page says how to make a result that does");
      }
    }
  }

  private static void addTables(AnalysisResult result, String below, Output output) {
    String model = Names.file(result.model().path()).replaceFirst("\\.onnx$", "");
    addTable(ResultTable.of(result, model), below, output);
    ImagesTable.of(result).ifPresent(images -> addTable(images, below, output));
  }

  private static void addTable(Table<?> table, String below, Output output) {
    output.add(
        below + table.name() + ending(Format.CSV), out -> CsvTable.write(table, out));
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
    try (Drawing drawing = new Drawing(new ComparisonPage(comparison, names).view());
        Output output = Output.in(Objects.requireNonNull(target.toAbsolutePath().getParent()))) {
      Drawing.Files files = Objects.requireNonNull(drawing.files(CURVES, "{}", Theme.LIGHT));
      add(files, formats, String.valueOf(target.getFileName()), output);
      return output.commit();
    }
  }

  private static String ending(Format format) {
    return "." + format.name().toLowerCase(Locale.ROOT);
  }

  /** Draws figures; whether there was one. */
  private static boolean draw(
      AnalysisResult result,
      Set<Format> formats,
      List<Figure> figures,
      String below,
      Output output) {
    boolean any = false;
    try (Drawing drawing = new Drawing(ResultView.of(result, Thinning.of(result)))) {
      for (Figure figure : figures) {
        Drawing.Files files = drawing.files(figure.id(), "{}", Theme.LIGHT);
        if (files != null) {
          add(files, formats, below + figure.fileName(), output);
          any = true;
        }
      }
    }
    return any;
  }

  private static void add(Drawing.Files files, Set<Format> formats, String name, Output output) {
    for (Format format : formats) {
      if (format != Format.HTML) {
        output.add(name + ending(format), content(files, format));
      }
    }
  }

  private static byte[] content(Drawing.Files files, Format format) {
    return format == Format.PNG
        ? Png.of(files.svg())
        : (format == Format.SVG ? files.svg() : files.csv()).getBytes(StandardCharsets.UTF_8);
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
