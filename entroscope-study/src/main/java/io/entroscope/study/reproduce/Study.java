package io.entroscope.study.reproduce;

import io.entroscope.core.PlanException;
import io.entroscope.setting.Setting;
import io.entroscope.study.reproduce.experiment.Experiment;
import io.entroscope.study.reproduce.experiment.Experiment.Derived;
import io.entroscope.study.reproduce.experiment.ExperimentFiles;
import io.entroscope.study.reproduce.experiment.ExperimentPlan;
import io.entroscope.study.reproduce.experiment.ExperimentRecord;
import io.entroscope.study.reproduce.experiment.ExperimentRunner;
import io.entroscope.study.reproduce.experiment.PaperDataset;
import io.entroscope.study.reproduce.experiment.RegisteredPlan;
import io.entroscope.study.reproduce.experiment.StudyDataset;
import io.entroscope.study.reproduce.experiment.StudyFacts;
import io.entroscope.study.reproduce.experiment.TimeEstimate;
import io.entroscope.study.reproduce.page.Reproduction;
import io.entroscope.study.reproduce.page.StudyFiles;
import io.entroscope.torch.FolderLock;
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
 * The paper's study with its controls. Each experiment is written to its own files as soon as it is
 * done, so that a study that was stopped resumes there and ends with the same numbers.
 */
public final class Study {
  private final StudyOptions options;
  private final ExperimentFiles files;
  private final StudyListener listener;
  private final List<Experiment> experiments;
  private final boolean pagesEachTime;

  private Study(
      StudyOptions options,
      List<Experiment> experiments,
      StudyListener listener,
      boolean pagesEachTime) {
    this.pagesEachTime = pagesEachTime;
    this.options = options;
    this.experiments = experiments;
    this.files = new ExperimentFiles(options.out());
    this.listener = listener;
  }

  /**
   * Runs the experiments that are not done yet, and writes the pages after each.
   *
   * @return the whole study
   * @throws PlanException if a dataset is missing, or the folder holds a study with other options
   * @throws IOException if a file cannot be written
   */
  public static Reproduction run(StudyOptions options, StudyListener listener) throws IOException {
    return run(
        options, ExperimentPlan.of(options.seeds(), options.quick(), options.threads()), listener);
  }

  /**
   * Runs the experiments that are judged by rules fixed beforehand, as far as they are not done
   * yet. The folder holds these rules.
   *
   * @return the whole study, that of the first seeds included
   * @throws PlanException if a dataset or the rules are missing, or the folder holds a study with
   *     other options
   * @throws IOException if a file cannot be written
   */
  public static Reproduction registered(StudyOptions options, StudyListener listener)
      throws IOException {
    new Study(options, RegisteredPlan.of(options.threads()), listener, false).run();
    return pages(options.out(), options.seeds());
  }

  /**
   * Writes the pages from the files of the experiments that are done, and runs none.
   *
   * @param out the folder of the study
   * @param seeds number of seeds that it was to have
   * @throws PlanException if there is no study, or one of its files is damaged
   * @throws IOException if a file cannot be written
   */
  public static Reproduction pages(Path out, int seeds) throws IOException {
    ExperimentFiles files = new ExperimentFiles(out);
    StudyFacts facts = files.facts();
    int wanted = facts.quick() ? 1 : seeds;
    List<ExperimentRecord> records = new ArrayList<>();
    for (Experiment experiment : ExperimentPlan.of(wanted, facts.quick(), facts.threads())) {
      files.findAny(experiment).ifPresent(records::add);
    }
    List<ExperimentRecord> later = new ArrayList<>();
    if (!facts.quick()) {
      for (Experiment experiment : RegisteredPlan.of(facts.threads())) {
        files.findAny(experiment).filter(one -> one.rules() != null).ifPresent(later::add);
      }
    }
    Reproduction study =
        Reproduction.of(facts, wanted, records, later, files.registration().orElse(null));
    StudyFiles.write(out, study);
    return study;
  }

  /**
   * As {@link #run(StudyOptions, StudyListener)}, with these experiments only; parents must come
   * before what is derived from them.
   */
  static Reproduction run(
      StudyOptions options, List<Experiment> experiments, StudyListener listener)
      throws IOException {
    return new Study(options, experiments, listener, true).run();
  }

  private Reproduction run() throws IOException {
    Map<PaperDataset, StudyDataset> data = new EnumMap<>(PaperDataset.class);
    try {
      for (PaperDataset dataset : PaperDataset.values()) {
        data.put(dataset, StudyDataset.find(options.dataRoot(), dataset, options.threads()));
      }
      return run(data);
    } finally {
      data.values().forEach(StudyDataset::close);
    }
  }

  private Reproduction run(Map<PaperDataset, StudyDataset> data) throws IOException {
    Map<PaperDataset, String> names = new EnumMap<>(PaperDataset.class);
    data.forEach((dataset, found) -> names.put(dataset, found.name()));
    boolean jpeg = data.values().stream().anyMatch(StudyDataset::isJpeg);
    StudyFacts facts = new StudyFacts(options.quick(), options.threads(), names, jpeg);
    files.claim(facts);
    FolderLock lock =
        FolderLock.of(options.out().resolve("models"))
            .orElseThrow(
                () ->
                    new PlanException(
                        "another study is at work in "
                            + options.out()
                            + "; wait until it ends, or give another "
                            + Setting.OUT));
    try {
      return runExperiments(facts, data);
    } finally {
      lock.close();
    }
  }

  private Reproduction runExperiments(StudyFacts facts, Map<PaperDataset, StudyDataset> data)
      throws IOException {
    List<ExperimentRecord> records = new ArrayList<>();
    Map<String, ExperimentRecord> byId = new LinkedHashMap<>();
    TimeEstimate estimate = new TimeEstimate(experiments);
    ExperimentRunner runner = new ExperimentRunner(options.quick(), options.threads(), data, files);
    for (int i = 0; i < experiments.size(); i++) {
      Optional<ExperimentRecord> found = files.find(experiments.get(i), options.quick());
      ExperimentRecord record =
          found.isPresent() ? found.get() : runExperiment(runner, estimate, i, data, byId);
      records.add(record);
      byId.put(record.id(), record);
      boolean last = i == experiments.size() - 1;
      if (pagesEachTime && (found.isEmpty() || last)) {
        Reproduction study = Reproduction.of(facts, options.seeds(), records, List.of(), null);
        StudyFiles.write(options.out(), study);
        if (last || experiments.get(i + 1).seed() != record.seed()) {
          listener.partDone(study);
        }
      }
    }
    return Reproduction.of(facts, options.seeds(), records, List.of(), null);
  }

  private void requireSameData(
      Experiment experiment, StudyDataset data, Map<String, ExperimentRecord> records) {
    boolean other =
        records.values().stream()
            .anyMatch(
                one ->
                    one.dataset() == experiment.dataset()
                        && !one.dataSha256().equals(data.sha256()));
    if (other) {
      throw new PlanException(
          "the "
              + experiment.dataset().title()
              + " images in "
              + options.dataRoot()
              + " are not those that the experiments in "
              + options.out()
              + " were made with; give the same ones, or another "
              + Setting.OUT);
    }
  }

  private ExperimentRecord runExperiment(
      ExperimentRunner runner,
      TimeEstimate estimate,
      int index,
      Map<PaperDataset, StudyDataset> data,
      Map<String, ExperimentRecord> byId)
      throws IOException {
    Experiment experiment = experiments.get(index);
    listener.begins(
        experiment.id(),
        experiment.what(),
        index + 1,
        experiments.size(),
        estimate.seconds(experiments.subList(index, experiments.size())));
    long start = System.nanoTime();
    ExperimentRecord parent =
        experiment.start() instanceof Derived derived
            ? byId.get("seed-" + experiment.seed() + "/" + derived.parent())
            : null;
    requireSameData(experiment, Objects.requireNonNull(data.get(experiment.dataset())), byId);
    ExperimentRecord record =
        runner.run(
            experiment,
            parent,
            listener.training(
                experiment.training().map(setup -> setup.options().epochs()).orElse(0)));
    double seconds = (System.nanoTime() - start) / 1e9;
    estimate.took(experiment, seconds);
    listener.done(record, seconds);
    return record;
  }
}
