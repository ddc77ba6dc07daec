package io.entroscope.study.depth;

import io.entroscope.core.Analyzer;
import io.entroscope.core.PlanException;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Split;
import io.entroscope.data.format.DataSets;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.layer.ClassMean;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.setting.Setting;
import io.entroscope.study.internal.StudyJson;
import io.entroscope.torch.train.EpochResult;
import io.entroscope.torch.train.Recipes;
import io.entroscope.torch.train.Trainer;
import io.entroscope.torch.train.TrainingListener;
import io.entroscope.torch.train.TrainingOutcome;
import io.entroscope.torch.train.TrainingRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many fully connected layers are needed: the same first layers with 1, 2, ... fully connected
 * ones, trained at equal budget over several seeds. Each training has its own file, and existing
 * ones are not repeated.
 */
public final class DepthStudy {
  private final String front;
  private final int width;
  private final DataSpec images;
  private final int epochs;
  private final int batch;
  private final int threads;
  private final Path out;
  private final TrainingListener listener;

  /**
   * A study.
   *
   * @param front the layers before the fully connected ones, in the notation of architectures
   * @param width of every fully connected layer but the last
   * @param images the dataset
   * @param epochs of every training
   * @param batch images per step
   * @param threads that compute
   * @param out folder of the networks and their files
   * @param listener of the trainings; a note says what each is of
   */
  public DepthStudy(
      String front,
      int width,
      DataSpec images,
      int epochs,
      int batch,
      int threads,
      Path out,
      TrainingListener listener) {
    this.front = front.strip();
    this.width = width;
    this.images = images;
    this.epochs = epochs;
    this.batch = batch;
    this.threads = threads;
    this.out = out;
    this.listener = listener;
  }

  /**
   * Runs the trainings that are not done yet.
   *
   * @param depths how many fully connected layers, the last one included
   * @param seeds number of seeds, from 1
   * @throws PlanException if an existing file belongs to another study
   * @throws IOException if a file cannot be written
   */
  public List<DepthTraining> run(List<Integer> depths, int seeds) throws IOException {
    Files.createDirectories(out);
    List<DepthTraining> trainings = new ArrayList<>();
    for (int depth : depths) {
      for (int seed = 1; seed <= seeds; seed++) {
        Path file = out.resolve("fc" + depth + "-seed" + seed + ".json");
        DepthTraining one =
            Files.exists(file)
                ? StudyJson.read(file, DepthTraining.class, "to train again")
                : train(depth, seed, file);
        if (!one.architecture().equals(notation(depth)) || one.epochs() != epochs) {
          throw new PlanException(
              file
                  + " is of another architecture or number of epochs; give another "
                  + Setting.OUT);
        }
        trainings.add(one);
      }
    }
    return trainings;
  }

  private String notation(int depth) {
    return (front + (" fc" + width).repeat(depth - 1)).strip();
  }

  private DepthTraining train(int depth, long seed, Path file) throws IOException {
    String notation = notation(depth);
    listener.note(notation + ", seed " + seed);
    Path model = out.resolve("fc" + depth + "-seed" + seed + ".onnx");
    TrainingRequest request =
        new TrainingRequest(
            TrainingRequest.Start.of(notation),
            Optional.empty(),
            images,
            0,
            Optional.empty(),
            Optional.empty(),
            Recipes.of(notation, seed, threads).withEpochs(epochs).withBatch(batch),
            model,
            true);
    TrainingOutcome outcome = Trainer.run(request.plan(), listener);
    EpochResult best = outcome.epochs().get(outcome.bestEpoch() - 1);
    AnalysisResult result;
    try (ImageDataSet test = DataSets.open(images.withSplit(Split.TEST))) {
      result =
          Analyzer.analyze(
              outcome.model(), test, AnalysisOptions.builder().threads(threads).build());
    }
    DepthTraining one =
        new DepthTraining(
            depth,
            notation,
            seed,
            epochs,
            result.model().parameters(),
            best.validationAccuracy(),
            result.accuracy(),
            result.layers().stream()
                .filter(LayerResult::inVerdict)
                .map(LayerResult::mean)
                .map(DepthStudy::entropy)
                .toList());
    StudyJson.write(file, one);
    return one;
  }

  private static double entropy(@Nullable ClassMean mean) {
    return mean == null ? 0 : mean.pattern().value();
  }
}
