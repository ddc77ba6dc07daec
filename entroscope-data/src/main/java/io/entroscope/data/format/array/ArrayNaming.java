package io.entroscope.data.format.array;

import io.entroscope.data.ArrayNames;
import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.NearestNames;
import io.entroscope.data.Split;
import io.entroscope.setting.Setting;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which of the arrays at a place are of a split, and which of these are labels: by the names that
 * Keras, MedMNIST, scikit-learn and most notebooks give them ({@code x_test}, {@code test_images},
 * {@code y}), unless it was said.
 *
 * @param inputs the arrays for a model's inputs
 * @param labels the array of labels; empty: there is none
 */
record ArrayNaming(List<String> inputs, Optional<String> labels) {
  /** What labels are called, the likeliest first. */
  private static final List<String> LABELS =
      List.of("labels", "label", "y", "targets", "target", "ys", "class", "category", "classes");

  private static final String SPLITS = "(train|training|test|testing|val|valid|validation|dev)";
  private static final Pattern FIRST = Pattern.compile("(?i)" + SPLITS + "[_.\\- ](.+)");
  private static final Pattern LAST = Pattern.compile("(?i)(?:(.+)[_.\\- ]|([xy]))" + SPLITS);

  /**
   * What a name says.
   *
   * @param name the whole
   * @param stem without the split
   * @param split empty: of every one
   */
  private record Part(String name, String stem, Optional<Split> split) {
    static Part of(String name) {
      Matcher first = FIRST.matcher(name);
      if (first.matches()) {
        return new Part(name, first.group(2), Optional.of(split(first.group(1))));
      }
      Matcher last = LAST.matcher(name);
      if (last.matches()) {
        String stem = last.group(1) == null ? last.group(2) : last.group(1);
        return new Part(name, stem, Optional.of(split(last.group(3))));
      }
      return new Part(name, name, Optional.empty());
    }

    private static Split split(String word) {
      return switch (word.toLowerCase(Locale.ROOT).substring(0, 2)) {
        case "tr" -> Split.TRAIN;
        case "te" -> Split.TEST;
        default -> Split.VAL;
      };
    }
  }

  ArrayNaming {
    inputs = List.copyOf(inputs);
  }

  /** A name without the split that it says. */
  static String stem(String name) {
    return Part.of(name).stem();
  }

  /**
   * Chooses.
   *
   * @param names of all arrays
   * @throws DataException if a name that was given is none of them, or none is of the split
   */
  static ArrayNaming of(List<String> names, DataSpec spec) {
    ArrayNames asked = spec.arrays();
    List<Part> parts = ofSplit(names.stream().map(Part::of).toList(), spec);
    Optional<String> labels =
        asked.labels() == null
            ? labels(parts, asked)
            : Optional.of(known(asked.labels(), names, Setting.LABEL_ARRAY, spec));
    if (asked.input() != null) {
      return new ArrayNaming(
          List.of(known(asked.input(), names, Setting.INPUT_ARRAY, spec)), labels);
    }
    List<String> inputs = new ArrayList<>(parts.stream().map(Part::name).toList());
    labels.ifPresent(inputs::remove);
    return new ArrayNaming(inputs, labels);
  }

  private static List<Part> ofSplit(List<Part> all, DataSpec spec) {
    Set<Split> there = EnumSet.noneOf(Split.class);
    all.forEach(part -> part.split().ifPresent(there::add));
    boolean said = spec.arrays().input() != null && spec.arrays().labels() != null;
    if (!there.isEmpty() && !there.contains(spec.split()) && !said) {
      throw DataException.noSplit(
          spec.split(),
          spec.path().toString(),
          there.stream().map(Split::id).collect(Collectors.joining(", ")));
    }
    return all.stream().filter(part -> part.split().orElse(spec.split()) == spec.split()).toList();
  }

  private static Optional<String> labels(List<Part> parts, ArrayNames asked) {
    for (String usual : LABELS) {
      for (Part part : parts) {
        if (part.stem().equalsIgnoreCase(usual) && !part.name().equals(asked.input())) {
          return Optional.of(part.name());
        }
      }
    }
    return Optional.empty();
  }

  private static String known(String name, List<String> names, Setting by, DataSpec spec) {
    if (!names.contains(name)) {
      throw new DataException(
          by
              + " names '"
              + name
              + "', but "
              + spec.path()
              + " has no such array"
              + NearestNames.hint(name, names));
    }
    return name;
  }
}
