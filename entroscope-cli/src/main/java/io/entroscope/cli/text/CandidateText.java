package io.entroscope.cli.text;

import io.entroscope.app.Console;
import io.entroscope.app.TextTable;
import io.entroscope.core.block.Candidate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Candidates as a table that fits a terminal, with the reasons why some cannot be taken out. */
public final class CandidateText {
  private CandidateText() {}

  /** The text, with a line end behind every line. */
  public static String of(List<Candidate> candidates) {
    if (candidates.isEmpty()) {
      return """
      The model has no residual blocks, and no fully connected layer before its last:
      there is nothing that could be taken out of it.
      """;
    }
    String shared = sharedPrefix(candidates.stream().map(Candidate::name).toList());
    for (boolean counts : new boolean[] {true, false}) {
      for (String prefix : List.of("", shared)) {
        TextTable table = table(candidates, prefix, counts);
        if (table.width() <= Console.width()) {
          return text(candidates, prefix, table);
        }
      }
    }
    return text(candidates, shared, table(candidates, shared, false));
  }

  private static String text(List<Candidate> candidates, String prefix, TextTable table) {
    return head(candidates, prefix) + table + reasons(candidates, prefix);
  }

  private static String head(List<Candidate> candidates, String prefix) {
    boolean blocks = candidates.stream().anyMatch(row -> !row.kind().equals("fully-connected"));
    String none = blocks ? "" : "The model has no residual blocks; its fully connected layers:\n";
    return prefix.isEmpty()
        ? none
        : none + "All names begin with " + prefix + "\nwhich can be left out.\n";
  }

  private static TextTable table(List<Candidate> candidates, String prefix, boolean counts) {
    boolean costs = candidates.stream().anyMatch(row -> row.multiplyAdds() != null);
    List<String> heads = new ArrayList<>(List.of("name", "kind", "stream", ">parameters"));
    if (costs && counts) {
      heads.add(">multiply-adds");
    }
    if (costs) {
      heads.add(">share");
    }
    heads.add("drop");
    TextTable table = new TextTable(heads.toArray(String[]::new));
    for (Candidate row : candidates) {
      List<String> cells =
          new ArrayList<>(
              List.of(
                  row.name().substring(prefix.length()),
                  row.kind(),
                  stream(row),
                  String.format(Locale.ROOT, "%,d", row.parameters())));
      if (costs && counts) {
        Long multiplyAdds = row.multiplyAdds();
        cells.add(multiplyAdds == null ? "?" : String.format(Locale.ROOT, "%,d", multiplyAdds));
      }
      if (costs) {
        Double share = row.share();
        cells.add(share == null ? "?" : String.format(Locale.ROOT, "%.1f%%", 100 * share));
      }
      cells.add(row.droppable() ? "yes" : "no");
      table.row(cells.toArray(String[]::new));
    }
    return table;
  }

  /** The shape of one example's stream, as in the model. */
  private static String stream(Candidate row) {
    return row.shape().isEmpty()
        ? "?"
        : row.shape().stream()
            .skip(1)
            .map(size -> size < 0 ? "?" : size.toString())
            .collect(Collectors.joining("×"));
  }

  private static String reasons(List<Candidate> candidates, String prefix) {
    return candidates.stream()
        .filter(row -> row.reason() != null)
        .map(row -> row.name().substring(prefix.length()) + " stays: it " + row.reason() + "\n")
        .collect(Collectors.joining());
  }

  /**
   * The leading parts of a path, with the dot behind them, that all names have and can do without:
   * what is left does not begin with a number.
   */
  static String sharedPrefix(List<String> names) {
    String prefix = "";
    List<String> parts = Arrays.asList(names.get(0).split("\\."));
    for (int length = 1; length < parts.size(); length++) {
      String candidate = String.join(".", parts.subList(0, length)) + ".";
      if (!names.stream().allMatch(name -> name.startsWith(candidate))) {
        break;
      }
      if (names.stream().noneMatch(name -> Character.isDigit(name.charAt(candidate.length())))) {
        prefix = candidate;
      }
    }
    return prefix;
  }
}
