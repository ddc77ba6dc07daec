package io.entroscope.app;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;

/** What an option is about: the headings under which help shows the options of every command. */
public enum OptionGroup {
  TASK(
      "What to do",
      "ablation again advised also arch blocks bypass calibrate calibration draws drop fc figure"
          + " halves head-kind kind kinds layer margin max-loss model models pages quick rebuild"
          + " registered repair seeds sequence shares test-limit units unlabelled"),
  OBSERVED(
      "What to observe",
      "layers at normalizer input feed mask output samples feature-maps indicators"
          + " class-spectra pooling"),
  DATA(
      "Data",
      "data data-root split format classes class-map first-label per-class limit skip-corrupt"
          + " coarse seed image-column label-column text-column input-array label-array"
          + " validation"),
  PREPROCESSING("Preprocessing", "mean std scale resize flat transpose size tokenizer max-tokens"),
  TRAINING(
      "Network and training",
      "width epochs lr schedule optimizer momentum weight-decay label-smoothing flip crop"
          + " activation norm dropout init-gain reinit patience resume fine-tune fine-tune-batch"
          + " steps starts jitter variation decay"),
  FIGURES("Figures in files", "width dpi classes title"),
  RUNNING("Running", "batch threads memory device shard partitions"),
  OUTPUT(
      "Output",
      "out open annotate activations activation-layers activations-per-class json track quiet help"
          + " version");

  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // Of Set.of, which nobody changes.
  private final Set<String> names;

  OptionGroup(String title, String names) {
    this.title = title;
    this.names = Set.of(names.split(" "));
  }

  /** The heading. */
  public String title() {
    return title;
  }

  /** The group of an option; empty: nobody has put it into one. */
  public static Optional<OptionGroup> of(OptionSpec option) {
    String name = option.longestName().replaceFirst("^--(no-)?", "");
    boolean report = option.command() != null && "report".equals(option.command().name());
    if (report && FIGURES.names.contains(name)) {
      return Optional.of(FIGURES);
    }
    return Arrays.stream(values())
        .filter(group -> group != FIGURES && group.names.contains(name))
        .findFirst();
  }
}
