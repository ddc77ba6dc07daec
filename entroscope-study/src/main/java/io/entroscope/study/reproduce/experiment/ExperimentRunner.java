package io.entroscope.study.reproduce.experiment;

import io.entroscope.core.Analyzer;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.option.ObservedSide;
import io.entroscope.core.prune.EditedModel;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Selection;
import io.entroscope.data.Split;
import io.entroscope.data.image.PreprocessingJson;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import io.entroscope.study.reproduce.experiment.Experiment.AnalysisSetup;
import io.entroscope.study.reproduce.experiment.Experiment.Derived;
import io.entroscope.study.reproduce.experiment.Experiment.Fresh;
import io.entroscope.study.reproduce.experiment.Experiment.Images;
import io.entroscope.study.reproduce.experiment.Experiment.Rescale;
import io.entroscope.study.reproduce.experiment.Experiment.TrainingSetup;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Epoch;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.EpochScores;
import io.entroscope.torch.architecture.Initialization;
import io.entroscope.torch.train.EpochResult;
import io.entroscope.torch.train.LabelledImages;
import io.entroscope.torch.train.Trainer;
import io.entroscope.torch.train.TrainingListener;
import io.entroscope.torch.train.TrainingOutcome;
import io.entroscope.torch.train.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs experiments. */
public final class ExperimentRunner {
  /** The paper's histograms are over this many images of one class. */
  private static final int SINGLE_CLASS_IMAGES = 1_000;

  /** Of so many images of each class the confidence is taken. */
  private static final int CONFIDENCES_PER_CLASS = 500;

  private static final int FEWEST_EPOCHS_LOOKED_AT = 3;

  private final boolean quick;
  private final int threads;
  private final Map<PaperDataset, StudyDataset> data;
  private final ExperimentFiles files;

  /**
   * A runner.
   *
   * @param quick whether only few images are used
   * @param threads that analyse
   */
  public ExperimentRunner(
      boolean quick, int threads, Map<PaperDataset, StudyDataset> data, ExperimentFiles files) {
    this.quick = quick;
    this.threads = threads;
    this.data = data;
    this.files = files;
  }

  /** A network and how it was trained. */
  private record TrainedNetwork(
      OnnxModel model, List<String> edits, int images, List<Epoch> epochs, int best) {}

  /**
   * Runs one experiment and writes its files.
   *
   * @param parent the record of the experiment that it starts from; null: none
   * @param listener of the training
   */
  public ExperimentRecord run(
      Experiment experiment, @Nullable ExperimentRecord parent, TrainingListener listener)
      throws IOException {
    StudyDataset images = data(experiment);
    Path file = files.model(experiment.id());
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    TrainedNetwork trained = network(experiment, parent, images, file, listener);
    AnalysisResult test = analyse(trained.model(), images, experiment, Split.TEST);
    boolean readings = experiment.analysis().readings();
    @Nullable AnalysisResult held =
        experiment.analysis().choice() || readings
            ? analyse(trained.model(), images, experiment, Split.TRAIN)
            : null;
    ExperimentRecord.@Nullable Measurement validation = null;
    @Nullable LayerChoice choice = null;
    if (experiment.analysis().choice()) {
      validation = Measurements.of(Objects.requireNonNull(held), readings, null);
      choice = LayerChoice.of(held);
    }
    ExperimentRecord record =
        new ExperimentRecord(
            ExperimentRecord.SCHEMA,
            new ExperimentRecord.Identity(
                experiment.name(),
                experiment.seed(),
                quick,
                experiment.dataset(),
                images.sha256(),
                experiment.what(),
                experiment.protocol(),
                experiment.analysis().readings() ? files.rules() : null),
            new ExperimentRecord.Network(
                trained.edits(),
                trained.images(),
                trained.epochs(),
                trained.best(),
                test.model().sha256(),
                test.model().parameters()),
            Measurements.of(
                test,
                readings,
                readings ? Confidences.of(test, Objects.requireNonNull(held)) : null),
            validation,
            choice,
            outputDifference(experiment, images, test));
    if (experiment.keepsResult()) {
      files.write(experiment.id(), trimmed(experiment, images, test));
    }
    files.write(record);
    ExperimentFiles.deleteAll(checkpoints(file));
    return record;
  }

  private StudyDataset data(Experiment experiment) {
    return Objects.requireNonNull(data.get(experiment.dataset()));
  }

  private static Path checkpoints(Path model) {
    return model.resolveSibling(model.getFileName() + ".training");
  }

  private static Epoch epoch(EpochResult result, @Nullable EpochScores scores) {
    return new Epoch(
        result.loss(),
        result.accuracy(),
        Double.isNaN(result.validationAccuracy()) ? null : result.validationAccuracy(),
        scores);
  }

  private TrainedNetwork network(
      Experiment experiment,
      @Nullable ExperimentRecord parent,
      StudyDataset images,
      Path file,
      TrainingListener listener) {
    EditedModel start = start(experiment, parent, images);
    if (experiment.training().isEmpty()) {
      start
          .model()
          .withMetadata(
              Map.of(
                  PreprocessingJson.KEY,
                  PreprocessingJson.write(images.preprocessing()),
                  "entroscope.architecture",
                  experiment.start().describe()))
          .write(file);
      return new TrainedNetwork(OnnxModel.read(file), start.done(), 0, List.of(), 0);
    }
    TrainingSetup setup = experiment.training().get();
    LabelledImages examples =
        setup.images() == Images.ALL ? images.all() : images.beyondValidation(setup.maxImages());
    TrainingPlan plan =
        new TrainingPlan(
            start.model(),
            experiment.start().describe(),
            setup.shuffled() ? StudyDataset.shuffled(examples, experiment.seed()) : examples,
            Optional.empty(),
            images.preprocessing(),
            setup.options(),
            file,
            true);
    return trained(plan, experiment, start, images, listener);
  }

  /** Looks at the network after every epoch where a correlation over the epochs can come of it. */
  private TrainedNetwork trained(
      TrainingPlan plan,
      Experiment experiment,
      EditedModel start,
      StudyDataset images,
      TrainingListener listener) {
    EpochScoring scoring =
        new EpochScoring(
            listener, model -> Confidences.during(analyse(model, images, experiment, Split.TRAIN)));
    boolean looks =
        experiment.analysis().readings() && plan.options().epochs() >= FEWEST_EPOCHS_LOOKED_AT;
    TrainingOutcome outcome = Trainer.run(plan, looks ? scoring : listener);
    return new TrainedNetwork(
        OnnxModel.read(plan.out()),
        start.done(),
        plan.images().size(),
        outcome.epochs().stream().map(one -> epoch(one, scoring.after(one.epoch()))).toList(),
        outcome.bestEpoch());
  }

  private EditedModel start(
      Experiment experiment, @Nullable ExperimentRecord parent, StudyDataset images) {
    if (experiment.start() instanceof Fresh fresh) {
      LabelledImages all = images.all();
      Initialization initialization = new Initialization(experiment.seed(), fresh.gain());
      return new EditedModel(
          fresh.architecture().network(all.shape(), all.classNames().size(), initialization),
          List.of());
    }
    Derived derived = (Derived) experiment.start();
    ExperimentRecord from = Objects.requireNonNull(parent, "no record of " + derived.parent());
    return Edits.apply(
        OnnxModel.read(files.model(from.id())), derived.edit(), from.choice(), experiment.seed());
  }

  private AnalysisResult analyse(
      OnnxModel model, StudyDataset images, Experiment experiment, Split split) {
    AnalysisSetup setup = experiment.analysis();
    ImageDataSet set = images.part(split);
    Selection selection = split == Split.TRAIN ? images.validation() : Selection.ALL;
    if (setup.single()) {
      selection = single(set);
    } else if (quick) {
      selection = Selection.ALL.withPerClass(quickPerClass(set, selection));
    }
    return Analyzer.analyze(
        model,
        set,
        AnalysisOptions.builder()
            .layers(setup.convolutions() ? "all" : "fc")
            .selection(selection)
            .threads(threads)
            .at(setup.readings() ? ObservedSide.BOTH : ObservedSide.OUTPUT)
            .samplesPerClass(setup.readings() ? CONFIDENCES_PER_CLASS : 1)
            .featureMaps(setup.convolutions() ? 1 : 0)
            .build());
  }

  private static int quickPerClass(ImageDataSet set, Selection selection) {
    int fewest = Arrays.stream(set.classCounts()).min().orElse(1);
    int most = selection.perClass() == null ? fewest : Math.min(fewest, selection.perClass());
    return Math.min(most, QuickStudy.TEST_PER_CLASS);
  }

  /** The first class that has enough images, or the largest. */
  private Selection single(ImageDataSet set) {
    int wanted = quick ? QuickStudy.TEST_PER_CLASS : SINGLE_CLASS_IMAGES;
    int[] counts = set.classCounts();
    int chosen = 0;
    for (int label = 0; label < counts.length && counts[chosen] < wanted; label++) {
      chosen = counts[label] > counts[chosen] ? label : chosen;
    }
    return Selection.ALL
        .withClasses(List.of(set.classNames().get(chosen)))
        .withPerClass(Math.min(wanted, counts[chosen]));
  }

  private ExperimentRecord.@Nullable OutputDifference outputDifference(
      Experiment experiment, StudyDataset images, AnalysisResult test) {
    if (experiment.start() instanceof Derived derived && derived.edit() instanceof Rescale) {
      OnnxModel before =
          OnnxModel.read(files.model("seed-" + experiment.seed() + "/" + derived.parent()));
      return Measurements.compare(analyse(before, images, experiment, Split.TEST), test);
    }
    return null;
  }

  /** Keeps patterns, histograms and feature maps of the first seed only, for the figures. */
  private AnalysisResult trimmed(
      Experiment experiment, StudyDataset images, AnalysisResult result) {
    AnalysisSetup setup = experiment.analysis();
    boolean first = experiment.seed() == 1;
    return TrimmedResult.of(
        result,
        ExperimentFiles.modelName(experiment.id()),
        images.name(),
        first && setup.patterns(),
        first && setup.single(),
        first && setup.convolutions());
  }
}
