package io.entroscope.study.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.core.option.Tool;
import io.entroscope.study.reproduce.experiment.ExperimentFiles;
import io.entroscope.study.reproduce.experiment.ExperimentRecord;
import io.entroscope.study.reproduce.experiment.RegisteredPlan;
import io.entroscope.study.reproduce.experiment.Registration;
import io.entroscope.study.reproduce.page.Reproduction;
import io.entroscope.study.reproduce.page.StudySummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page kept beside the documentation is what its experiments' files give. */
class PublishedStudyTest {
  private static final Path PUBLISHED = Path.of("..", "docs", "reproduction");
  private static final String WRITTEN_BY = "0.1.0-SNAPSHOT";
  private static final int SEEDS = 3;
  private static final Pattern OUTCOME = Pattern.compile("\\d\\. ([^:]+): ([a-z ]+?)(?= \\(|[;.])");
  private static final Set<String> SOURCES =
      Set.of("experiment.json", "study.json", "registration.json", "protocol.md");

  @TempDir private Path folder;

  @Test
  void followsFromItsExperiments() throws IOException {
    try (Stream<Path> files = Files.walk(PUBLISHED)) {
      for (Path file : files.filter(PublishedStudyTest::isSource).toList()) {
        Path copy = folder.resolve(PUBLISHED.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }

    String version = Study.pages(folder, SEEDS).tool().version();

    assertThat(version).isEqualTo(Tool.INFO.version());
    assertThat(text(folder.resolve("reproduction.md"), version))
        .isEqualTo(text(PUBLISHED.resolve("README.md"), WRITTEN_BY));
    assertThat(text(folder.resolve("reproduction.json"), version))
        .isEqualTo(text(PUBLISHED.resolve("reproduction.json"), WRITTEN_BY));
    assertThat(folder.resolve("figures/accuracy.svg"))
        .hasSameTextualContentAs(PUBLISHED.resolve("figures/accuracy.svg"));
  }

  private static boolean isSource(Path file) {
    return SOURCES.contains(file.getFileName().toString());
  }

  /** What is said of the outcome is what the numbers say, word for word. */
  @Test
  void thePageOnTheScienceSaysWhatTheNumbersSay() throws IOException {
    String page = Files.readString(PUBLISHED.resolve("../science.md")).replaceAll("\\s+", " ");
    for (String sentence : StudySummary.of(published())) {
      assertThat(page).contains(sentence);
    }
  }

  @Test
  void theReadmeSaysHowEveryClaimCameOut() throws IOException {
    String readme = Files.readString(PUBLISHED.resolve("../../README.md"));
    List<MatchResult> outcomes =
        OUTCOME.matcher(StudySummary.of(published()).get(0)).results().toList();
    assertThat(outcomes).hasSize(6);
    for (MatchResult outcome : outcomes) {
      assertThat(readme).contains("| " + outcome.group(1) + " | " + outcome.group(2) + " |");
    }
  }

  /** The rules are those that every later run holds the hash of, and the page names them. */
  @Test
  void theRulesAreThoseThatTheRunsHold() throws Exception {
    Registration registration = new ExperimentFiles(PUBLISHED).registration().orElseThrow();
    byte[] rules = Files.readAllBytes(PUBLISHED.resolve(registration.rules()));
    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(rules)))
        .isEqualTo(registration.sha256());
    assertThat(Files.readString(PUBLISHED.resolve("README.md")))
        .contains(registration.commit(), registration.sha256());
    int held = 0;
    try (Stream<Path> files = Files.walk(PUBLISHED)) {
      for (Path file : files.filter(f -> f.endsWith("experiment.json")).toList()) {
        ExperimentRecord record = ExperimentFiles.read(file, ExperimentRecord.class);
        boolean later = record.seed() >= RegisteredPlan.FIRST_SEED;
        assertThat(record.rules()).isEqualTo(later ? registration.sha256() : null);
        held += later ? 1 : 0;
      }
    }
    assertThat(held).isEqualTo(published().judgement().registeredRuns()).isPositive();
  }

  /** The documents warn that untrained networks can fall at every step; here some do. */
  @Test
  void someUntrainedNetworksFall() throws IOException {
    assertThat(published().networks())
        .anyMatch(one -> one.name().endsWith("-untrained") && one.falling() > 0);
  }

  private Reproduction published() throws IOException {
    return ExperimentFiles.read(PUBLISHED.resolve("reproduction.json"), Reproduction.class);
  }

  /** A file without the version of the program that wrote it. */
  private static String text(Path file, String version) throws IOException {
    return Files.readString(file).replace(version, "VERSION");
  }
}
