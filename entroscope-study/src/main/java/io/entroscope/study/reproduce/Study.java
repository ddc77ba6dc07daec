package io.entroscope.study.reproduce;

import io.entroscope.core.plan.PlanException;
import io.entroscope.setting.Setting;
import io.entroscope.study.reproduce.Experiment.Derived;
import io.entroscope.torch.FolderHold;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The paper's study with its controls. Each experiment is kept in files of its own as soon as it is
 * done, so that a study that was stopped goes on where it was, to the same numbers.
 */
public final class Study {
  private final StudyOptions options;
  private final ExperimentFiles files;
  private final StudyListener listener;
  private final List<Experiment> programme;

  private Study(StudyOptions options, List<Experiment> programme, StudyListener listener) {
    this.options = options;
    this.programme = programme;
    this.files = new ExperimentFiles(options.out());
    this.listener = listener;
  }

  /**
   * Makes what is not made yet, and writes the pages after each experiment.
   *
   * @return the whole study
   * @throws PlanException if the data are not there, or the folder holds a study with other options
   * @throws IOException if a file cannot be written
   */
  public static Reproduction run(StudyOptions options, StudyListener listener) throws IOException {
    return run(
        options, Programme.of(options.seeds(), options.quick(), options.threads()), listener);
  }

  /**
   * Writes the pages of what is made, from its files alone, and makes nothing.
   *
   * @param out the folder that the study lies in
   * @param seeds how many it was to have
   * @throws PlanException if there is no study, or a file of it is damaged
   * @throws IOException if a file cannot be written
   */
  public static Reproduction pages(Path out, int seeds) throws IOException {
    ExperimentFiles files = new ExperimentFiles(out);
    StudyFacts facts = files.facts();
    int wanted = facts.quick() ? 1 : seeds;
    List<ExperimentRecord> made = new ArrayList<>();
    for (Experiment experiment : Programme.of(wanted, facts.quick(), facts.threads())) {
      files.kept(experiment).ifPresent(made::add);
    }
    Reproduction study = Reproduction.of(facts, wanted, made);
    StudyFiles.write(out, study);
    return study;
  }

  /**
   * The same as {@link #run(StudyOptions, StudyListener)} with these experiments only; what one
   * starts from must come before it.
   */
  static Reproduction run(StudyOptions options, List<Experiment> programme, StudyListener listener)
      throws IOException {
    return new Study(options, programme, listener).run();
  }

  private Reproduction run() throws IOException {
    Map<Subject, StudyData> data = new EnumMap<>(Subject.class);
    try {
      for (Subject subject : Subject.values()) {
        data.put(subject, StudyData.find(options.dataRoot(), subject, options.threads()));
      }
      return run(data);
    } finally {
      data.values().forEach(StudyData::close);
    }
  }

  private Reproduction run(Map<Subject, StudyData> data) throws IOException {
    Map<Subject, String> names = new EnumMap<>(Subject.class);
    data.forEach((subject, found) -> names.put(subject, found.name()));
    boolean jpeg = data.values().stream().anyMatch(StudyData::isJpeg);
    StudyFacts facts = new StudyFacts(options.quick(), options.threads(), names, jpeg);
    files.claim(facts);
    FolderHold hold =
        FolderHold.of(options.out().resolve("models"))
            .orElseThrow(
                () ->
                    new PlanException(
                        "another study is at work in "
                            + options.out()
                            + "; wait until it ends, or give another "
                            + Setting.OUT));
    try {
      return make(facts, data);
    } finally {
      hold.close();
    }
  }

  private Reproduction make(StudyFacts facts, Map<Subject, StudyData> data) throws IOException {
    List<ExperimentRecord> made = new ArrayList<>();
    Map<String, ExperimentRecord> byId = new LinkedHashMap<>();
    Pace pace = new Pace(programme);
    Laboratory laboratory = new Laboratory(options, data, files);
    for (int i = 0; i < programme.size(); i++) {
      Optional<ExperimentRecord> there = files.find(programme.get(i), options.quick());
      ExperimentRecord record =
          there.isPresent() ? there.get() : make(laboratory, pace, i, data, byId);
      made.add(record);
      byId.put(record.id(), record);
      boolean last = i == programme.size() - 1;
      if (there.isEmpty() || last) {
        Reproduction study = Reproduction.of(facts, options.seeds(), made);
        StudyFiles.write(options.out(), study);
        if (last || programme.get(i + 1).seed() != record.seed()) {
          listener.partDone(study);
        }
      }
    }
    return Reproduction.of(facts, options.seeds(), made);
  }

  private void requireSameData(
      Experiment experiment, StudyData data, Map<String, ExperimentRecord> made) {
    boolean other =
        made.values().stream()
            .anyMatch(
                one ->
                    one.subject() == experiment.subject()
                        && !one.dataSha256().equals(data.sha256()));
    if (other) {
      throw new PlanException(
          "the "
              + experiment.subject().title()
              + " images in "
              + options.dataRoot()
              + " are not those that the experiments in "
              + options.out()
              + " were made with; give the same ones, or another "
              + Setting.OUT);
    }
  }

  private ExperimentRecord make(
      Laboratory laboratory,
      Pace pace,
      int index,
      Map<Subject, StudyData> data,
      Map<String, ExperimentRecord> byId)
      throws IOException {
    Experiment experiment = programme.get(index);
    listener.begins(
        experiment.id(),
        experiment.what(),
        index + 1,
        programme.size(),
        pace.seconds(programme.subList(index, programme.size())));
    long start = System.nanoTime();
    ExperimentRecord parent =
        experiment.start() instanceof Derived derived
            ? byId.get("seed-" + experiment.seed() + "/" + derived.parent())
            : null;
    requireSameData(experiment, Objects.requireNonNull(data.get(experiment.subject())), byId);
    ExperimentRecord record =
        laboratory.make(
            experiment,
            parent,
            listener.training(experiment.lessons().map(l -> l.how().epochs()).orElse(0)));
    double seconds = (System.nanoTime() - start) / 1e9;
    pace.took(experiment, seconds);
    listener.done(record, seconds);
    return record;
  }
}
