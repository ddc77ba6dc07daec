package io.entroscope.study.reproduce.page;

import io.entroscope.study.reproduce.page.Reproduction.Network;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A figure of the study, drawn from kept results.
 *
 * @param folder of its files, below that of all figures
 * @param file the name of its files, without an ending
 * @param number of the figure in a report of a single result; 0: the curves of several side by side
 * @param title what it shows, and which figure of the paper that is
 * @param experiments whose results it is drawn from
 * @param names of these in the figure
 */
public record StudyFigure(
    String folder,
    String file,
    int number,
    String title,
    List<String> experiments,
    List<String> names) {
  private static final int PATTERNS = 2;
  private static final int MOST_CURVES = 20;

  public StudyFigure {
    experiments = List.copyOf(experiments);
    names = List.copyOf(names);
  }

  /** The figures of a study whose first seed is complete. */
  public static List<StudyFigure> of(Reproduction study) {
    List<StudyFigure> figures = new ArrayList<>();
    if (!study.seedsComplete().contains(1L)) {
      return figures;
    }
    figures.add(
        single(
            "mnist-3fc",
            4,
            "feature-maps",
            "MNIST: feature maps of the convolutions (the paper's figures 2 and 3)"));
    figures.add(
        patterns(
            "mnist-3fc",
            "MNIST: activation of the neurons for two classes (the paper's figures 4 to 6)"));
    figures.add(
        single(
            "mnist-3fc-one-class",
            3,
            "statistical-activation",
            "MNIST: activation probabilities over the images of one class (the paper's figures 7 to"
                + " 9)"));
    figures.add(single("mnist-3fc", 1, "entropy-by-depth", "MNIST: entropy by depth, all classes"));
    for (int layers : List.of(2, 4, 6)) {
      String name = "cifar-" + layers + "fc";
      figures.add(
          single(
              name,
              1,
              "entropy-by-depth",
              "CIFAR-10, "
                  + layers
                  + " FC layers: entropy by depth (the paper's figures 10 to 12)"));
      figures.add(
          patterns(
              name,
              "CIFAR-10, "
                  + layers
                  + " FC layers: activation patterns (the paper's figures 10 to 12)"));
    }
    for (int layers : List.of(4, 3, 2)) {
      figures.add(
          single(
              "bad-" + layers + "fc",
              1,
              "entropy-by-depth",
              "CIFAR-10, badly trained, "
                  + layers
                  + " FC layers: entropy by depth (the paper's figures 13 to 15)"));
    }
    overSeeds(figures, study.network("cifar-6fc"), "6 FC layers, well trained");
    overSeeds(figures, study.network("bad-4fc"), "4 FC layers, badly trained");
    figures.add(
        compared(
            "deletions",
            "Badly trained: layers deleted, and the controls",
            List.of("bad-4fc", "bad-3fc", "bad-2fc", "bad-4fc-on", "bad-4fc-on-on"),
            List.of("4 FC", "one deleted", "two deleted", "whole, on", "whole, on, on")));
    figures.add(
        compared(
            "controls",
            "4 FC layers: trained, the same function rescaled, not trained",
            List.of("cifar-4fc", "cifar-4fc-rescaled", "cifar-4fc-untrained"),
            List.of("trained", "rescaled", "not trained")));
    figures.add(
        compared(
            "labels",
            "True and shuffled labels",
            List.of("small-true", "small-shuffled"),
            List.of("true labels", "shuffled labels")));
    return figures;
  }

  private static StudyFigure single(String name, int number, String file, String title) {
    return new StudyFigure(
        name, "figure-" + number + "-" + file, number, title, List.of("seed-1/" + name), List.of());
  }

  private static StudyFigure patterns(String name, String title) {
    return single(name, PATTERNS, "activation-of-neurons", title);
  }

  /** The curves of a network of two seeds or more. */
  private static void overSeeds(
      List<StudyFigure> figures, @Nullable Network network, String title) {
    if (network == null || network.seeds().size() < 2) {
      return;
    }
    List<Long> seeds = network.seeds().subList(0, Math.min(MOST_CURVES, network.seeds().size()));
    figures.add(
        new StudyFigure(
            "compared",
            network.name() + "-over-seeds",
            0,
            title + ": the curves of its seeds",
            seeds.stream().map(seed -> "seed-" + seed + "/" + network.name()).toList(),
            seeds.stream().map(seed -> "seed " + seed).toList()));
  }

  private static StudyFigure compared(
      String file, String title, List<String> experiments, List<String> names) {
    return new StudyFigure(
        "compared",
        file,
        0,
        title,
        experiments.stream().map(name -> "seed-1/" + name).toList(),
        names);
  }
}
