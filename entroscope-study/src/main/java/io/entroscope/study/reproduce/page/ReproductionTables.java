package io.entroscope.study.reproduce.page;

import io.entroscope.study.internal.MarkdownTable;
import io.entroscope.study.reproduce.claim.SeedSummary;
import io.entroscope.study.reproduce.page.Reproduction.LayerSummary;
import io.entroscope.study.reproduce.page.Reproduction.Network;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The tables of a study, for the page and the terminal. */
public final class ReproductionTables {
  private static final String ACCURACY = "%.4f";
  private static final String NONE = "–";

  private final Reproduction study;

  /** The tables of this study. */
  public ReproductionTables(Reproduction study) {
    this.study = study;
  }

  /** Accuracies beside the paper's, for the networks that it has. */
  public String besideThePaper() {
    MarkdownTable table =
        new MarkdownTable(
            "network", "paper", "ours: mean (range over seeds)", "test images", "seeds");
    for (Network network : study.networks()) {
      if (network.paperAccuracy() != null || network.name().equals("mnist-3fc")) {
        table.row(
            network.what(),
            network.paperAccuracy() == null
                ? NONE
                : String.format(Locale.ROOT, ACCURACY, network.paperAccuracy()),
            network.accuracy().text(ACCURACY),
            String.format(Locale.ROOT, "%,d", network.images()),
            seeds(network));
      }
    }
    return table.toString();
  }

  private static String seeds(Network network) {
    return network.seeds().stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** Accuracies and curves of these networks, where they are done. */
  String networks(List<String> names) {
    MarkdownTable table =
        new MarkdownTable(
            "network",
            "seeds",
            "accuracy",
            "entropy by depth",
            "standardised",
            "falls at every step",
            "standardised falls");
    present(names)
        .forEach(
            network ->
                table.row(
                    network.what(),
                    seeds(network),
                    network.accuracy().text(ACCURACY),
                    curve(network, LayerSummary::entropy),
                    curve(network, LayerSummary::standardized),
                    network.falling() + " of " + network.seeds().size(),
                    network.standardizedFalling() + " of " + network.seeds().size()));
    return table.toString();
  }

  private List<Network> present(List<String> names) {
    return names.stream().map(study::network).filter(Objects::nonNull).toList();
  }

  private static String curve(Network network, Function<LayerSummary, SeedSummary> which) {
    return network.curve().stream()
        .map(depth -> String.format(Locale.ROOT, "%.3f", which.apply(depth).mean()))
        .collect(Collectors.joining(" "));
  }

  /** Accuracies of the badly trained network and what was made of it. */
  String deletions(List<String> names) {
    MarkdownTable table =
        new MarkdownTable(
            "network",
            "seeds",
            "paper",
            "accuracy",
            "entropy by depth",
            "what was deleted",
            "epochs");
    present(names)
        .forEach(
            network ->
                table.row(
                    network.what(),
                    seeds(network),
                    network.paperAccuracy() == null
                        ? NONE
                        : String.format(Locale.ROOT, ACCURACY, network.paperAccuracy()),
                    network.accuracy().text(ACCURACY),
                    curve(network, LayerSummary::entropy),
                    network.edits().isEmpty() ? NONE : String.join("; ", network.edits()),
                    network
                        .protocol()
                        .getOrDefault("training", NONE)
                        .replaceFirst(" epochs,.*", "")));
    return table.toString();
  }

  /** Every layer of these networks with its spread over the seeds. */
  String curves(List<String> names) {
    MarkdownTable table =
        new MarkdownTable("network", "layer", "entropy", "standardised", "image entropy");
    present(names)
        .forEach(
            network ->
                network
                    .curve()
                    .forEach(
                        depth ->
                            table.row(
                                network.name(),
                                String.join("/", depth.layers()),
                                depth.entropy().text("%.3f"),
                                depth.standardized().text("%.3f"),
                                depth.image().text("%.3f"))));
    return table.toString();
  }

  /** How each network came about, a line each. */
  String protocol() {
    return study.networks().stream()
        .map(
            network ->
                "- `"
                    + network.name()
                    + "`: "
                    + network.protocol().entrySet().stream()
                        .map(
                            entry ->
                                entry.getKey().equals("start")
                                    ? entry.getValue()
                                    : entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining("; ")))
        .collect(Collectors.joining("\n"));
  }
}
