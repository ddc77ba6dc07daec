package io.entroscope.study.reproduce.page;

import io.entroscope.study.reproduce.accuracy.Association;
import io.entroscope.study.reproduce.accuracy.Measure;
import io.entroscope.study.reproduce.accuracy.Misjudged;
import io.entroscope.study.reproduce.accuracy.WithinNetworks;
import io.entroscope.study.reproduce.claim.Claim;
import io.entroscope.study.reproduce.page.Reproduction.LayerSummary;
import io.entroscope.study.reproduce.page.Reproduction.Network;
import io.entroscope.study.reproduce.reading.Surgery;
import io.entroscope.study.reproduce.reading.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What came out of a study, in sentences that follow from its numbers. */
public final class StudySummary {
  /** A difference within this is none. */
  private static final double SAME = 0.005;

  /** The claims in a few words, in order. */
  private static final List<String> CLAIMS =
      List.of(
          "the entropy falls with depth",
          "flat layers contribute little",
          "layers at which it rises do harm",
          "the curve says how many layers are needed",
          "it is random in badly trained networks",
          "the entropy of the class scores measures the accuracy");

  private final Reproduction study;

  private StudySummary(Reproduction study) {
    this.study = study;
  }

  /** The sentences; what was not measured has none. */
  public static List<String> of(Reproduction study) {
    List<String> sentences = new ArrayList<>();
    sentences.add(new StudySummary(study).outcomes());
    sentences.addAll(besideTheClaims(study));
    return sentences;
  }

  /** The sentences but the first, which has the outcome of every claim. */
  static List<String> besideTheClaims(Reproduction study) {
    StudySummary summary = new StudySummary(study);
    List<String> sentences = new ArrayList<>();
    summary.steps().ifPresent(sentences::add);
    summary.rescaled().ifPresent(sentences::add);
    summary.trainedOn().ifPresent(sentences::add);
    summary.surgery().ifPresent(sentences::add);
    summary.accuracy().ifPresent(sentences::add);
    summary.overconfident().ifPresent(sentences::add);
    summary.withinNetworks().ifPresent(sentences::add);
    return sentences;
  }

  /** How each claim came out. */
  private String outcomes() {
    List<String> claims = new ArrayList<>();
    for (int i = 0; i < CLAIMS.size(); i++) {
      boolean last = i == CLAIMS.size() - 1;
      Tally tally = last ? study.judgement().accuracyTally() : study.judgement().deciding(i + 1);
      claims.add((i + 1) + ". " + CLAIMS.get(i) + ": " + said(tally));
    }
    return "The paper's claims under the readings that it leaves open: "
        + String.join("; ", claims)
        + ".";
  }

  private static String said(Tally tally) {
    return tally.computed() == 0
        ? tally.headline().words()
        : String.format(
            Locale.ROOT,
            "%s (of %d readings %d for it, %d against)",
            tally.headline().words(),
            tally.computed(),
            tally.supported(),
            tally.contradicted());
  }

  /** Claim 1 by the verdict's own reading. */
  private Optional<String> steps() {
    return study.claims().stream()
        .filter(claim -> claim.number() == 1 && study.network("cifar-4fc") != null)
        .map(Claim::reason)
        .findFirst();
  }

  /** How far the curve moves when nothing but the scale of the weights does. */
  private Optional<String> rescaled() {
    Network before = study.network("cifar-4fc");
    Network after = study.network("cifar-4fc-rescaled");
    if (before == null || after == null) {
      return Optional.empty();
    }
    int turned = 0;
    int steps = before.curve().size() - 1;
    for (int i = 1; i <= steps; i++) {
      turned += change(before.curve(), i) * change(after.curve(), i) < 0 ? 1 : 0;
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "Weights rescaled without changing the function turn %d of %d steps of the curve of"
                + " CIFAR-10 with %d layers the other way.",
            turned,
            steps,
            steps + 1));
  }

  private static double change(List<LayerSummary> curve, int step) {
    return curve.get(step).entropy().mean() - curve.get(step - 1).entropy().mean();
  }

  /** What deleting gains, beside training on alone. */
  private Optional<String> trainedOn() {
    Network bad = study.network("bad-4fc");
    Network deleted = study.network("bad-3fc");
    Network whole = study.network("bad-4fc-on");
    if (bad == null || deleted == null || whole == null) {
      return Optional.empty();
    }
    double gain = deleted.accuracy().mean() - bad.accuracy().mean();
    double alone = whole.accuracy().mean() - bad.accuracy().mean();
    String than =
        Math.abs(gain - alone) <= SAME ? "as much as" : gain > alone ? "more than" : "less than";
    return Optional.of(
        String.format(
            Locale.ROOT,
            "A badly trained network changes by %+.3f in accuracy after the layer that its curve"
                + " points at is deleted and the rest trained on, %s left whole and trained on"
                + " alike (%+.3f).",
            gain,
            than,
            alone));
  }

  /** What the surgery does to the same layer. */
  private Optional<String> surgery() {
    Surgery surgery = study.judgement().surgery();
    return surgery == null
        ? Optional.empty()
        : surgery.differences().stream()
            .max(Comparator.comparingDouble(d -> Math.abs(d.change().mean())))
            .map(
                d ->
                    "The same layer "
                        + d.way().words()
                        + " instead of "
                        + d.than().words()
                        + " changes the accuracy by "
                        + d.change().change()
                        + " more.");
  }

  /** The abstract's claim, beside its rivals. */
  private Optional<String> accuracy() {
    String datasets = associations(Measure.PATTERN);
    return datasets.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "The entropy of the class scores and the accuracy correlate by "
                + datasets
                + rival("mean confidence, which needs no entropy", Measure.CONFIDENCE)
                + rival(
                    "average thresholded confidence, which needs labelled validation images",
                    Measure.THRESHOLDED_CONFIDENCE)
                + ".");
  }

  private String rival(String words, Measure measure) {
    String datasets = associations(measure);
    return "; " + words + (datasets.isEmpty() ? ": nothing kept" : ", by " + datasets);
  }

  private String associations(Measure measure) {
    return study.judgement().accuracy().associations().stream()
        .filter(one -> one.measure() == measure)
        .map(StudySummary::association)
        .collect(Collectors.joining(", "));
  }

  /** The same claim within networks, over their classes and over the epochs of their training. */
  private Optional<String> withinNetworks() {
    List<String> parts = new ArrayList<>();
    within("a network's classes", study.judgement().accuracy().within()).ifPresent(parts::add);
    within("the epochs of a training", study.judgement().accuracy().overTraining())
        .ifPresent(parts::add);
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Within networks the entropy and the accuracy correlate "
                + String.join(", and ", parts)
                + ".");
  }

  private static Optional<String> within(String over, List<WithinNetworks> of) {
    String datasets =
        of.stream()
            .filter(one -> one.measure() == Measure.PATTERN)
            .map(
                one ->
                    String.format(
                        Locale.ROOT,
                        "by %+.2f in %d networks of %s",
                        one.rho(),
                        one.networks(),
                        one.dataset().title()))
            .collect(Collectors.joining(", "));
    return datasets.isEmpty()
        ? Optional.empty()
        : Optional.of("over " + over + " " + datasets + " on average");
  }

  private static String association(Association one) {
    return String.format(
        Locale.ROOT,
        "%+.2f over %d networks of %s",
        one.rho(),
        one.networks(),
        one.dataset().title());
  }

  /** The network that promises most too much. */
  private Optional<String> overconfident() {
    return study.judgement().accuracy().misjudged().stream()
        .max(Comparator.comparingInt(Misjudged::promises))
        .map(
            one ->
                String.format(
                    Locale.ROOT,
                    "It misleads most for `%s` on %s, number %d by entropy and number %d by"
                        + " accuracy (%.3f).",
                    one.name(),
                    one.dataset().title(),
                    one.entropyRank(),
                    one.accuracyRank(),
                    one.accuracy()));
  }
}
