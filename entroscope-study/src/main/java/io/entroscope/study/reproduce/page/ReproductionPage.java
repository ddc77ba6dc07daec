package io.entroscope.study.reproduce.page;

import io.entroscope.study.reproduce.accuracy.EntropyAccuracy;
import io.entroscope.study.reproduce.claim.Claim;
import io.entroscope.study.reproduce.experiment.ExperimentPlan;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.OutputDifference;
import io.entroscope.study.reproduce.experiment.LayerChoice;
import io.entroscope.study.reproduce.page.Reproduction.Network;
import io.entroscope.study.reproduce.reading.Surgery;
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
  private final ReadingsSections readings;
  private final StringBuilder page = new StringBuilder();

  ReproductionPage(Reproduction study) {
    this.study = study;
    this.tables = new ReproductionTables(study);
    this.readings = new ReadingsSections(study);
  }

  /** The page; it depends on the study alone. */
  String text() {
    head();
    claims();
    say("## Accuracy beside the paper's", tables.besideThePaper());
    wellTrained();
    badlyTrained();
    controls();
    surgery();
    accuracy();
    everyReading();
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
            + "; every table says which seeds a row is over. Ranges are from the lowest to the"
            + " highest."
            + (study.facts().jpeg()
                ? " The photographs were read from JPEG files: they are close to, but not, the"
                    + " pixels of the published CIFAR-10."
                : ""));
  }

  private void claims() {
    say(
        "## The paper's claims",
        readings.claims(),
        StudySummary.besideTheClaims(study).stream()
            .map(sentence -> "- " + sentence)
            .collect(Collectors.joining("\n")),
        "A reading fixes what the paper leaves open about its curve: before or after the activation"
            + " function, raw or standardised, which of softmax and mean comes first, f(n), whether"
            + " the output layer counts, and how small a change is flat. A claim is called"
            + " supported or contradicted if at least nine in ten of the readings that can be"
            + " computed say so; it hangs on the reading if some support and some contradict it."
            + " The counts by each choice are [below](#every-reading).");
    readings.registration().ifPresent(this::say);
  }

  private void surgery() {
    Surgery surgery = study.judgement().surgery();
    if (surgery != null) {
      say(
          "## Layers taken out in three ways",
          "Each inner layer alone: bypassed (left out with its activation function), folded (its"
              + " activation function left out, its weights multiplied into the next layer), or"
              + " rebuilt (left out, and the next layer begun anew). Numbers are the change of the"
              + " test accuracy against the same network left whole and trained on alike; the"
              + " curve is that of validation images, flat within 0.02.",
          readings.cells(surgery),
          surgery.differences().stream()
              .map(ReproductionPage::sentence)
              .collect(Collectors.joining(" ")),
          readings.layers(surgery));
    }
  }

  private static String sentence(Surgery.Difference difference) {
    return "The same layers "
        + difference.way().words()
        + " against "
        + difference.than().words()
        + ": "
        + difference.change().change()
        + ".";
  }

  private void accuracy() {
    EntropyAccuracy accuracy = study.judgement().accuracy();
    if (accuracy.associations().isEmpty()) {
      return;
    }
    say(
        "## Entropy as a measure of accuracy",
        "The paper's abstract takes the entropy for a measure of a network's accuracy. Of all"
            + " trained networks of this study, controls and those without a layer among them; a"
            + " measure of accuracy would have a correlation of −1, or of +1 for a confidence."
            + " Intervals are from drawing kinds of networks again, all seeds of a kind together."
            + " Average thresholded confidence takes its threshold from labelled validation"
            + " images, the others need no labels. Each row says of how many networks its number"
            + " was kept.",
        "![Entropy of the class scores and accuracy](" + AccuracyFigure.FILE + ")",
        readings.associations());
    if (!accuracy.within().isEmpty()) {
      say("The same over the classes of each network:", readings.within());
    }
    if (!accuracy.overTraining().isEmpty()) {
      say(
          "The same over training: class scores and accuracy after each of three epochs or more, on"
              + " the same validation images, of the networks of which that was kept. So few epochs"
              + " leave a single training's correlation coarse; the mean over trainings is what"
              + " counts.",
          readings.overTraining());
    }
    if (!accuracy.misjudged().isEmpty()) {
      say(
          "Where it fails most: the kinds of networks whose entropy promises most more than they"
              + " do (ranks are among the kinds of this dataset).",
          readings.misjudged());
    }
  }

  private void everyReading() {
    say(
        "## Every reading",
        "How many readings that go a given way are for the claim, against it, and decide neither.");
    for (Claim claim : study.claims()) {
      say(
          "### Claim " + claim.number() + " by reading",
          claim.statement(),
          readings.multiverse(claim.number()));
    }
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
    if (rescaled != null && !rescaled.outputDifferences().isEmpty()) {
      say(difference(rescaled.outputDifferences()));
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

  private static String difference(List<OutputDifference> seeds) {
    return String.format(
        Locale.ROOT,
        "The rescaled networks beside those that they were made from, the most of %d seeds: on"
            + " %,d test images the predictions differ in %d of the entries by true and predicted"
            + " class, the mean outputs of the classes by %.2g, and %d single outputs by %.2g.",
        seeds.size(),
        seeds.get(0).images(),
        seeds.stream().mapToLong(OutputDifference::confusionDiffers).max().orElseThrow(),
        seeds.stream().mapToDouble(OutputDifference::largestMeanDifference).max().orElseThrow(),
        seeds.get(0).outputs(),
        seeds.stream().mapToDouble(OutputDifference::largestDifference).max().orElseThrow());
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
    say(
        "## The claims by the first rules",
        "How seeds 1 to 3 were judged first: by the verdict's own reading, a step being what its"
            + " interval over images says. The rules of claims 1, 2 and 5 were changed after the"
            + " numbers were seen.");
    for (Claim claim : study.claims()) {
      say(
          "### " + claim.number() + ". " + claim.statement(),
          "**" + claim.outcome().word() + ".** " + claim.reason(),
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
