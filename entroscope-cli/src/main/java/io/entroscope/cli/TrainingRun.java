package io.entroscope.cli;

import io.entroscope.app.AnalysisRun;
import io.entroscope.app.Console;
import io.entroscope.app.ProgressLine;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.torch.train.EpochResult;
import io.entroscope.torch.train.Evaluation;
import io.entroscope.torch.train.Trainer;
import io.entroscope.torch.train.TrainingListener;
import io.entroscope.torch.train.TrainingOutcome;
import io.entroscope.torch.train.TrainingPlan;
import io.entroscope.torch.train.TrainingRequest;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** A training with its progress on the terminal. */
final class TrainingRun {
  private TrainingRun() {}

  static void run(TrainingRequest request, Optional<Path> track, boolean quiet) {
    TrainingPlan plan = request.plan(Console::note);
    if (!quiet) {
      say(
          "%s, %,d training images, %s, seed %d",
          plan.architecture(),
          plan.images().size(),
          plan.test()
              .map(test -> String.format(Locale.ROOT, "%,d test images", test.size()))
              .orElse("no test images of their own"),
          plan.options().seed());
    }
    Optional<EpochTracker> tracker =
        track.map(folder -> new EpochTracker(folder, request.data(), plan.options().threads()));
    Watcher watcher = new Watcher(plan, tracker, quiet);
    watcher.begin();
    TrainingOutcome outcome = Trainer.run(plan, watcher);
    tracker.ifPresent(one -> one.finish(plan.out()));
    if (!quiet) {
      finished(plan, outcome);
      track.ifPresent(folder -> say("report  %s", folder.resolve(AnalysisRun.REPORT)));
    }
  }

  private static void finished(TrainingPlan plan, TrainingOutcome outcome) {
    EpochResult best = outcome.epochs().get(outcome.bestEpoch() - 1);
    say("best epoch %d, validation accuracy %.4f", best.epoch(), best.validationAccuracy());
    outcome.test().ifPresent(TrainingRun::tested);
    say("wrote %s; look into it with: entroscope analyze %s --data ...", plan.out(), plan.out());
  }

  private static void tested(Evaluation test) {
    double error = Math.sqrt(test.accuracy() * (1 - test.accuracy()) / test.images());
    say(
        "test accuracy %.4f (standard error %.4f, %,d images)",
        test.accuracy(), error, test.images());
  }

  private static void say(String format, Object... values) {
    Console.out().printf(Locale.ROOT, format + "%n", values);
    Console.out().flush();
  }

  /** Draws a bar over each epoch, and a line when it is done. */
  private static final class Watcher implements TrainingListener {
    private final TrainingPlan plan;
    private final Optional<EpochTracker> tracker;
    private final boolean quiet;
    private final ProgressLine line = new ProgressLine();

    Watcher(TrainingPlan plan, Optional<EpochTracker> tracker, boolean quiet) {
      this.plan = plan;
      this.tracker = tracker;
      this.quiet = quiet;
    }

    /** Shows that something happens before the first step is done. */
    void begin() {
      if (!quiet && line.isDue()) {
        line.draw("epoch 1/" + plan.options().epochs(), 0, "reading the images");
      }
    }

    @Override
    public void step(
        int epoch, int step, int steps, double loss, double accuracy, double imagesPerSecond) {
      if (quiet || !line.isDue()) {
        return;
      }
      long missing = (long) (plan.options().epochs() - epoch) * steps + (steps - step);
      long left = Math.round(missing * plan.options().batchSize() / imagesPerSecond);
      line.draw(
          "epoch " + epoch + "/" + plan.options().epochs(),
          (double) step / steps,
          String.format(
              Locale.ROOT,
              "loss %.3f  accuracy %.3f  %,.0f images/s  %d:%02d left",
              loss,
              accuracy,
              imagesPerSecond,
              left / 60,
              left % 60));
    }

    @Override
    public void note(String text) {
      line.close();
      Console.note(text);
    }

    @Override
    public void epoch(EpochResult result, OnnxModel model) {
      tracker.ifPresent(one -> one.after(result, model));
      if (quiet) {
        return;
      }
      line.close();
      say(
          "epoch %d/%d: loss %.4f, training accuracy %.4f, validation loss %.4f, accuracy %.4f",
          result.epoch(),
          plan.options().epochs(),
          result.loss(),
          result.accuracy(),
          result.validationLoss(),
          result.validationAccuracy());
    }
  }
}
