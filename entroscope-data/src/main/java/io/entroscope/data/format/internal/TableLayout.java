package io.entroscope.data.format.internal;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.NearestNames;
import io.entroscope.data.column.Leaf;
import io.entroscope.data.column.Leaf.Kind;
import io.entroscope.setting.Setting;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the columns of a Parquet table are: encoded images, texts or numbers, and labels; by their
 * types and usual names, unless it was said.
 *
 * @param holds what examples are
 * @param examples the leaf of images or texts, or all that are numbers
 * @param label the leaf of labels; empty: there is none
 * @param leaves all there are
 */
public record TableLayout(
    Holds holds, List<Leaf> examples, Optional<Leaf> label, List<Leaf> leaves) {
  /** What examples are. */
  public enum Holds {
    IMAGES,
    TEXTS,
    NUMBERS
  }

  /** A field of Hugging Face's images. */
  private static final String BYTES = "bytes";

  /** Where pandas keeps its index. */
  private static final String INDEX = "__index_level_";

  private static final Set<Kind> LABELS = Set.of(Kind.WHOLE, Kind.TEXT, Kind.TRUTH);

  public TableLayout {
    examples = List.copyOf(examples);
    leaves = List.copyOf(leaves);
  }

  /**
   * Finds out.
   *
   * @param leaves what the table has
   * @throws DataException if a column that was named is not there, or none holds examples
   */
  public static TableLayout of(DataSpec spec, List<Leaf> leaves) {
    List<Leaf> all = leaves.stream().filter(leaf -> !leaf.column().startsWith(INDEX)).toList();
    Optional<Leaf> label = label(spec, all);
    List<Leaf> others = all.stream().filter(leaf -> !label.equals(Optional.of(leaf))).toList();
    String input = spec.arrays().input();
    String text = spec.texts().text();
    if (text != null) {
      Leaf named = named(spec, text, others, Setting.TEXT_COLUMN);
      return new TableLayout(Holds.TEXTS, List.of(named), label, all);
    }
    List<Leaf> candidates = input == null ? others : ofColumn(spec, input, others);
    Optional<Leaf> image = likeliest(UsualNames.IMAGES, candidates, TableLayout::isImage);
    if (image.isPresent()) {
      return new TableLayout(Holds.IMAGES, List.of(image.get()), label, all);
    }
    List<Leaf> numbers =
        candidates.stream().filter(leaf -> leaf.kind().isNumber() && leaf.isColumn()).toList();
    List<Leaf> texts =
        candidates.stream()
            .filter(leaf -> leaf.kind() == Kind.TEXT && leaf.path().size() == 1)
            .toList();
    boolean usual =
        texts.stream()
            .anyMatch(
                leaf ->
                    UsualNames.TEXTS.contains(leaf.column().toLowerCase(java.util.Locale.ROOT)));
    boolean lists = numbers.stream().anyMatch(Leaf::repeated);
    if (!texts.isEmpty() && !lists && (usual || numbers.isEmpty())) {
      Leaf chosen = likeliest(UsualNames.TEXTS, texts, leaf -> true).orElseThrow();
      return new TableLayout(Holds.TEXTS, List.of(chosen), label, all);
    }
    if (numbers.isEmpty()) {
      throw new DataException(
          spec.path()
              + " has no column of encoded images, texts or numbers beside labels; it has "
              + names(all));
    }
    Optional<Leaf> labels =
        label.isEmpty() && texts.size() == 1 ? Optional.of(texts.get(0)) : label;
    return new TableLayout(Holds.NUMBERS, numbers, labels, all);
  }

  private static Optional<Leaf> label(DataSpec spec, List<Leaf> leaves) {
    String column = spec.texts().label();
    String asked = column == null ? spec.arrays().labels() : column;
    if (asked != null) {
      Leaf named =
          named(spec, asked, leaves, column == null ? Setting.LABEL_ARRAY : Setting.LABEL_COLUMN);
      if (!isLabel(named)) {
        throw new DataException(
            "the column '"
                + asked
                + "' of "
                + spec.path()
                + " holds no whole numbers or names; choose another");
      }
      return Optional.of(named);
    }
    if (spec.coarseLabels()) {
      return Optional.of(coarse(spec, leaves));
    }
    return leaves.stream()
        .filter(TableLayout::isLabel)
        .filter(
            leaf -> UsualNames.rank(UsualNames.LABELS, leaf.column()) < UsualNames.LABELS.size())
        .min(Comparator.comparingInt(leaf -> UsualNames.rank(UsualNames.LABELS, leaf.column())));
  }

  private static Leaf coarse(DataSpec spec, List<Leaf> leaves) {
    return leaves.stream()
        .filter(TableLayout::isLabel)
        .filter(leaf -> leaf.column().equalsIgnoreCase(UsualNames.COARSE_LABEL))
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    spec.path()
                        + " has no column '"
                        + UsualNames.COARSE_LABEL
                        + "' of coarse labels; choose one with "
                        + Setting.LABEL_COLUMN));
  }

  private static boolean isLabel(Leaf leaf) {
    return LABELS.contains(leaf.kind()) && leaf.path().size() == 1 && !leaf.repeated();
  }

  private static boolean isImage(Leaf leaf) {
    return leaf.kind() == Kind.BYTES
        && !leaf.repeated()
        && (leaf.path().size() == 1
            || (leaf.path().size() == 2 && leaf.path().get(1).equals(BYTES)));
  }

  private static Optional<Leaf> likeliest(
      List<String> usual, List<Leaf> leaves, java.util.function.Predicate<Leaf> which) {
    return leaves.stream()
        .filter(which)
        .min(Comparator.comparingInt(leaf -> UsualNames.rank(usual, leaf.column())));
  }

  private static Leaf named(DataSpec spec, String name, List<Leaf> leaves, Setting by) {
    return ofColumn(spec, name, leaves, by).get(0);
  }

  private static List<Leaf> ofColumn(DataSpec spec, String name, List<Leaf> leaves) {
    return ofColumn(spec, name, leaves, Setting.INPUT_ARRAY);
  }

  private static List<Leaf> ofColumn(DataSpec spec, String name, List<Leaf> leaves, Setting by) {
    List<Leaf> found = leaves.stream().filter(leaf -> leaf.column().equals(name)).toList();
    if (found.isEmpty()) {
      List<String> names = leaves.stream().map(Leaf::column).distinct().toList();
      throw new DataException(
          by
              + " names '"
              + name
              + "', which is no column of "
              + spec.path()
              + NearestNames.hint(name, names));
    }
    return found;
  }

  private static String names(List<Leaf> leaves) {
    return leaves.stream()
        .map(leaf -> String.join(".", leaf.path()))
        .limit(20)
        .collect(Collectors.joining(", "));
  }

  /** The field of an image's structure that says which file it was; empty: there is none. */
  public Optional<Leaf> imagePath() {
    Leaf image = examples.get(0);
    return leaves.stream()
        .filter(leaf -> leaf.kind() == Kind.TEXT && image.path().size() == 2)
        .filter(leaf -> leaf.path().equals(List.of(image.column(), "path")))
        .findFirst();
  }
}
