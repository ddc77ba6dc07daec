package io.entroscope.study.reproduce.page;

import io.entroscope.study.reproduce.claim.Claim;
import io.entroscope.study.reproduce.claim.Interpretation;
import io.entroscope.study.reproduce.experiment.ExperimentPlan;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.OutputDifference;
import io.entroscope.study.reproduce.experiment.LayerChoice;
import io.entroscope.study.reproduce.page.Reproduction.Network;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The page that shows a study to a reader of the paper, in Markdown. */
final class ReproductionPage {
  private static final List<String> WELL =
      List.of("mnist-3fc", "cifar-2fc", "cifar-4fc", "cifar-6fc");
  private static final List<String> BAD =
      List.of(
          "bad-4fc",
          "bad-3fc",
          "bad-2fc",
          "bad-4fc-on",
          "bad-4fc-on-on",
          "bad-3fc-other",
          "bad-3fc-fresh",
          "bad-2fc-fresh",
          "bad-4fc-better-recipe");
  private static final List<String> CONTROLS =
      List.of(
          "mnist-3fc",
          "mnist-3fc-untrained",
          "cifar-2fc",
          "cifar-2fc-untrained",
          "cifar-4fc",
          "cifar-4fc-untrained",
          "cifar-4fc-rescaled",
          "cifar-6fc",
          "cifar-6fc-untrained",
          "small-true",
          "small-shuffled");
  private static final List<String> TUNED =
      List.of(
          "cifar-6fc-whole",
          "cifar-6fc-without-fc2",
          "cifar-6fc-without-fc3",
          "cifar-6fc-without-fc4",
          "cifar-6fc-without-fc5");

  private final Reproduction study;
  private final ReproductionTables tables;
  private final StringBuilder page = new StringBuilder();

  ReproductionPage(Reproduction study) {
    this.study = study;
    this.tables = new ReproductionTables(study);
  }

  /** The page; it depends on the study alone. */
  String text() {
    head();
    say("## The paper's claims", tables.claims());
    say(
        "The rules by which the numbers decide, and more numbers, are"
            + " [below](#the-claims-in-detail). Those of claims 1, 2 and 5 were changed after the"
            + " numbers were seen.");
    say("## Accuracy beside the paper's", tables.besideThePaper());
    wellTrained();
    badlyTrained();
    controls();
    claimsInDetail();
    howItWasMade();
    return page.toString();
  }

  private void say(String... paragraphs) {
    for (String paragraph : paragraphs) {
      page.append(paragraph.stripTrailing()).append("\n\n");
    }
  }

  private void head() {
    say(
        "# The paper's study, made again",
        "L. Wang, P. Chen, C. Wang, R. Wang, \"Layer-Wise Entropy Analysis and Visualization of"
            + " Neurons Activation\" (Springer LNICST 313): its networks trained again by this"
            + " program, its figures drawn again, and the controls that it lacks. This page, its"
            + " tables and its figures are made from the files beside it by the same program;"
            + " nobody has chosen among the numbers.");
    if (study.facts().quick()) {
      say(
          "**This is a quick study: a few images, a few epochs, made to show the way. Its networks"
              + " are hardly trained, and no number here says anything about the paper.**");
    }
    say(
        "Seeds that are complete: "
            + (study.seedsComplete().isEmpty()
                ? "none yet"
                : study.seedsComplete().stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining(", ")))
            + " of "
            + study.seedsWanted()
            + "; every table says which seeds a row is over. With so few, ranges are from the"
            + " lowest to the highest, and intervals are wide."
            + (study.facts().jpeg()
                ? " The photographs were read from JPEG files: they are close to, but not, the"
                    + " pixels of the published CIFAR-10."
                : ""));
  }

  private void wellTrained() {
    say(
        "## Well-trained networks",
        "Entropy is that of the activation pattern (the softmax of a class's mean activation) over"
            + " the log of the number of neurons, averaged over the classes: 1 means that all"
            + " neurons share the activation. Layers are fully connected and observed after their"
            + " activation function, the last one's are its logits. Standardised: activations"
            + " divided by the layer's root mean square, which takes its scale out.",
        tables.networks(WELL),
        tables.curves(WELL));
    figures("mnist");
    figures("cifar-");
  }

  private void badlyTrained() {
    say(
        "## Badly trained, and layers deleted",
        "The paper does not say how it trained badly. Here it is done by three things at once:"
            + " random weights of "
            + ExperimentPlan.POOR_GAIN
            + " times the usual size without any normalisation, so that signals shrink from layer"
            + " to layer; plain gradient descent with a low learning rate; two epochs. That factor"
            + " was sought in a few trials beforehand, deleting among them, so that the accuracy"
            + " comes near the paper's. The layer to delete is chosen by the curve on validation"
            + " images, accuracies are of test images. Every network of the table had two epochs"
            + " more than the one it was made from; those trained from the start had as many in one"
            + " go as the others had in all.",
        tables.deletions(BAD));
    List<String> choices =
        Stream.of("bad-4fc", "bad-3fc")
            .map(study::network)
            .filter(Objects::nonNull)
            .flatMap(network -> choices(network).stream())
            .toList();
    if (!choices.isEmpty()) {
      say("What the curves point at: " + String.join("; ", choices) + ".");
    }
    say(
        "To be read against each other: deleting (second row) against training on without"
            + " deleting (fourth), against deleting another layer (sixth), and against the smaller"
            + " network from the start.");
    figures("bad-");
  }

  private static List<String> choices(Network network) {
    return IntStream.range(0, network.choices().size())
        .mapToObj(
            i -> {
              LayerChoice choice = network.choices().get(i);
              return String.format(
                  Locale.ROOT,
                  "%s, seed %d: %s (%s by the paper's rule, %+.3f)",
                  network.name(),
                  network.seeds().get(i),
                  choice.layer(),
                  choice.action().words(),
                  choice.change());
            })
        .toList();
  }

  private void controls() {
    say(
        "## Controls: what else gives such curves",
        "The same layers with random weights, with weights rescaled so that the network computes"
            + " the same, and trained on labels that mean nothing.",
        tables.networks(CONTROLS));
    Network rescaled = study.network("cifar-4fc-rescaled");
    if (rescaled != null) {
      say(
          rescaled.outputDifferences().stream()
              .map(ReproductionPage::difference)
              .collect(Collectors.joining(" ")));
    }
    say(
        "Accuracy on the images trained on, in the last epoch: "
            + Stream.of("small-true", "small-shuffled")
                .map(study::network)
                .filter(Objects::nonNull)
                .map(ReproductionPage::trainingAccuracy)
                .collect(Collectors.joining("; "))
            + ".");
    say(
        "### Layers taken out of the deepest well-trained network",
        "Each inner layer alone, then one epoch of tuning, beside the whole network tuned alike.",
        tables.deletions(TUNED));
    figures("compared");
  }

  private static String difference(OutputDifference difference) {
    return String.format(
        Locale.ROOT,
        "The rescaled network beside the one it was made from: on %,d test images the predictions"
            + " differ in %d of the entries by true and predicted class, the mean outputs of the"
            + " classes by at most %.2g, and %d single outputs by at most %.2g.",
        difference.images(),
        difference.confusionDiffers(),
        difference.largestMeanDifference(),
        difference.outputs(),
        difference.largestDifference());
  }

  private static String trainingAccuracy(Network network) {
    return network.what()
        + " "
        + Optional.ofNullable(network.trainingAccuracy()).map(s -> s.text("%.4f")).orElse("–");
  }

  private void figures(String folder) {
    for (StudyFigure figure : StudyFigure.of(study)) {
      if (figure.folder().startsWith(folder)) {
        say(
            figure.title() + (figure.names().isEmpty() ? " (seed 1)." : "."),
            "![" + figure.title() + "](figures/" + figure.folder() + "/" + figure.file() + ".svg)");
      }
    }
  }

  private void claimsInDetail() {
    say("## The claims in detail");
    for (Claim claim : study.claims()) {
      say(
          "### " + claim.number() + ". " + claim.statement(),
          "**" + claim.outcome().word() + ".** " + claim.reason() + " " + Interpretation.of(claim),
          "Rule: " + claim.rule());
      if (!claim.details().isEmpty()) {
        say(claim.details().stream().map(line -> "- " + line).collect(Collectors.joining("\n")));
      }
    }
  }

  private void howItWasMade() {
    say(
        "## How it was made",
        "By "
            + study.tool().name()
            + " "
            + study.tool().version()
            + " with "
            + study.facts().threads()
            + " threads. `reproduction.json` holds the numbers of this page,"
            + " `experiments/seed-N/NAME/experiment.json` those of each network with its epochs,"
            + " and `result.json` beside it is the analysis, of which the report can be drawn."
            + " Patterns, histograms and feature maps are kept of the first seed. Seeds are added"
            + " to those in the table for trainings that follow on another.",
        tables.protocol());
  }
}
