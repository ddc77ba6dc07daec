package io.entroscope.report.internal.index;

import io.entroscope.report.internal.page.Assets;
import io.entroscope.report.internal.page.Html;
import io.entroscope.report.internal.page.Page;
import io.entroscope.result.ResultException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A page with the results below a folder, a row each, to be sorted, filtered and followed. */
public final class IndexPage {
  private static final List<String> NAMES = List.of("result.json", "ablation.json");
  private static final List<String> PAGES = List.of("report.html", "ablation.html");

  /** Results lie in folders of folders, not at the bottom of a disk. */
  private static final int DEPTH = 8;

  private final Path folder;
  private final Path page;
  private final List<FoundResult> results = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private IndexPage(Path folder, Path page) {
    this.folder = folder;
    this.page = page;
  }

  /**
   * The files of all results below a folder, in the order of their names; empty if there is none.
   *
   * @throws IOException if it cannot be read
   */
  public static List<Path> find(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder, DEPTH)) {
      return files
          .filter(file -> NAMES.contains(String.valueOf(file.getFileName())))
          .filter(file -> !isHidden(folder.relativize(file)))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  /** What other programs, and runs that are not over, keep for themselves. */
  private static boolean isHidden(Path relative) {
    return StreamSupport.stream(relative.spliterator(), false)
        .anyMatch(part -> part.toString().startsWith("."));
  }

  /**
   * The page.
   *
   * @param folder what it is of
   * @param files as {@link #find} finds them
   * @param page the folder that the page is to lie in, for its links
   */
  public static String html(Path folder, List<Path> files, Path page) {
    IndexPage index = new IndexPage(folder, page);
    files.forEach(index::read);
    return index.html();
  }

  private void read(Path file) {
    try {
      results.add(FoundResult.read(file));
    } catch (ResultException e) {
      problems.add(e.getMessage());
    }
  }

  private String html() {
    Map<String, String> slots = new LinkedHashMap<>();
    String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    slots.put("title", Html.text(name));
    slots.put("facts", results.size() == 1 ? "1 result" : results.size() + " results");
    slots.put("rows", results.stream().map(this::row).collect(Collectors.joining("\n")));
    slots.put("problems", problems());
    slots.put("ownStyle", Assets.read("page/index.css"));
    return Page.html(Assets.read("page/index.html"), Assets.read("page/index.js"), slots);
  }

  private String problems() {
    if (problems.isEmpty()) {
      return "";
    }
    return "<h2>Not read</h2>\n<ul>"
        + problems.stream()
            .map(problem -> "<li>" + Html.text(problem) + "</li>")
            .collect(Collectors.joining())
        + "</ul>";
  }

  private String row(FoundResult of) {
    Path place = folder.relativize(of.file()).getParent();
    String name = place == null ? "." : place.toString().replace('\\', '/');
    return "<tr>"
        + "<th scope=\"row\"><a href=\""
        + Html.text(link(of.file()))
        + "\">"
        + Html.text(name)
        + "</a></th>"
        + cell(of.subject().model())
        + cell(of.subject().data())
        + number((double) of.images(), String.format(Locale.ROOT, "%,d", of.images()))
        + accuracy(of)
        + number(of.curve().size(), of.curve().isEmpty() ? "" : "" + of.curve().size())
        + "<td>"
        + Sparkline.svg(of.curve(), of.standardized())
        + "</td>"
        + cell(of.verdict())
        + "</tr>";
  }

  private static String cell(String text) {
    return "<td>" + Html.text(text) + "</td>";
  }

  private static String number(double value, String text) {
    return "<td class=\"number\" data-value=\"" + value + "\">" + text + "</td>";
  }

  private static String accuracy(FoundResult of) {
    if (of.accuracy() == null) {
      return number(-1, "");
    }
    String text = String.format(Locale.ROOT, "%.4f", of.accuracy());
    String range =
        of.interval() == null
            ? ""
            : String.format(
                Locale.ROOT,
                " <span class=\"soft\">%.4f to %.4f</span>",
                of.interval().low(),
                of.interval().high());
    return number(of.accuracy(), text + range);
  }

  /** From the page to a result's own page, or to the result where there is none. */
  private String link(Path file) {
    Path target =
        PAGES.stream().map(file::resolveSibling).filter(Files::exists).findFirst().orElse(file);
    Path relative =
        page.toAbsolutePath().normalize().relativize(target.toAbsolutePath().normalize());
    return StreamSupport.stream(relative.spliterator(), false)
        .map(part -> URLEncoder.encode(part.toString(), StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/"));
  }
}
