package io.entroscope.study.reproduce.experiment;

import io.entroscope.core.PlanException;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import io.entroscope.setting.Setting;
import io.entroscope.study.internal.StudyJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a study. Networks lie in {@code models}. Each experiment has a folder below {@code
 * experiments} with its {@code result.json} and, written last, its {@code experiment.json}, which
 * marks the experiment as done.
 */
public final class ExperimentFiles {
  /** The rules of decision that were fixed before the runs that they judge. */
  public static final String RULES = "protocol.md";

  private final Path out;

  /** The files in this folder. */
  public ExperimentFiles(Path out) {
    this.out = out;
  }

  /** The folder of an experiment. */
  Path folder(String id) {
    return out.resolve("experiments").resolve(id);
  }

  /** The network of an experiment. */
  Path model(String id) {
    return out.resolve(modelName(id));
  }

  /** The network's name, relative to the study. */
  static String modelName(String id) {
    return "models/" + id + ".onnx";
  }

  /** The result of an experiment on test images. */
  Path result(String id) {
    return folder(id).resolve("result.json");
  }

  private Path record(String id) {
    return folder(id).resolve("experiment.json");
  }

  /**
   * The record of an experiment; empty if it is not done.
   *
   * @throws PlanException if it was made differently, or its file is damaged
   */
  public Optional<ExperimentRecord> find(Experiment experiment, boolean quick) throws IOException {
    Path file = record(experiment.id());
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    ExperimentRecord found = read(file, ExperimentRecord.class);
    if (!found.schema().equals(ExperimentRecord.SCHEMA)
        || found.quick() != quick
        || found.dataset() != experiment.dataset()
        || !found.protocol().equals(experiment.protocol())) {
      throw new PlanException(
          file
              + " is of an experiment made in another way (options, threads or version); repeat"
              + " those, or give another "
              + Setting.OUT);
    }
    return Optional.of(found);
  }

  /** The record of an experiment, however it was made; empty if it is not done. */
  public Optional<ExperimentRecord> findAny(Experiment experiment) throws IOException {
    Path file = record(experiment.id());
    return Files.exists(file) ? Optional.of(read(file, ExperimentRecord.class)) : Optional.empty();
  }

  /**
   * The facts of the study in this folder.
   *
   * @throws PlanException if there is none
   */
  public StudyFacts facts() throws IOException {
    Path file = out.resolve("study.json");
    if (!Files.exists(file)) {
      throw new PlanException("no study in " + out + ", which would have a study.json");
    }
    return read(file, StudyFacts.class);
  }

  /**
   * The SHA-256 of the rules of decision in this folder, {@code protocol.md}.
   *
   * @throws PlanException if there are none
   */
  String rules() throws IOException {
    Path file = out.resolve(RULES);
    if (!Files.exists(file)) {
      throw new PlanException(
          "no " + RULES + " in " + out + ": the rules come before the runs that they judge");
    }
    return sha256(Files.readAllBytes(file));
  }

  /** The registration of these rules, {@code registration.json}; empty without. */
  public Optional<Registration> registration() throws IOException {
    Path file = out.resolve("registration.json");
    return Files.exists(file) ? Optional.of(read(file, Registration.class)) : Optional.empty();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Writes the analysis of an experiment. */
  void write(String id, AnalysisResult result) {
    ResultJson.write(result, result(id));
  }

  /** Writes the record of an experiment, which is done afterwards. */
  void write(ExperimentRecord experiment) throws IOException {
    StudyJson.write(record(experiment.id()), experiment);
  }

  /**
   * Reserves the folder for a study, or checks that it already holds the same one.
   *
   * @throws PlanException if it holds another
   */
  public void claim(StudyFacts facts) throws IOException {
    Path file = out.resolve("study.json");
    if (!Files.exists(file)) {
      StudyJson.write(file, facts);
      return;
    }
    StudyFacts found = read(file, StudyFacts.class);
    if (!found.equals(facts)) {
      throw new PlanException(
          out
              + " holds a study with other options ("
              + found.describe()
              + "; asked for: "
              + facts.describe()
              + "); repeat those, or give another "
              + Setting.OUT);
    }
  }

  /**
   * A record of the study.
   *
   * @throws PlanException if the file is damaged
   */
  public static <T extends Record> T read(Path file, Class<T> type) {
    return StudyJson.read(file, type, "to make the experiment again");
  }

  /** Deletes the checkpoints of a finished training. */
  static void deleteAll(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
