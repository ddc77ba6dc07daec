package io.entroscope.cli;

import io.entroscope.app.Console;
import io.entroscope.app.ProgressLine;
import io.entroscope.study.reproduce.StudyListener;
import io.entroscope.study.reproduce.experiment.ExperimentRecord;
import io.entroscope.study.reproduce.page.Reproduction;
import io.entroscope.torch.train.TrainingListener;
import java.util.Locale;
import java.util.function.Consumer;

/** Which experiment of how many, a bar over its training, and the time that is left. */
final class StudyProgress implements StudyListener, AutoCloseable {
  private final ProgressLine line = new ProgressLine();
  private final Consumer<Reproduction> figures;
  private String head = "";

  /**
   * Shows a study.
   *
   * @param figures draws them, whenever a part is done
   */
  StudyProgress(Consumer<Reproduction> figures) {
    this.figures = figures;
  }

  @Override
  public void begins(String id, String what, int number, int total, double secondsLeft) {
    head = String.format(Locale.ROOT, "[%d/%d] %s", number, total, id);
    line.close();
    Console.err()
        .printf(Locale.ROOT, "%s: %s (about %s left in all)%n", head, what, time(secondsLeft));
    Console.err().flush();
  }

  private static String time(double seconds) {
    long minutes = Math.round(seconds / 60);
    return minutes < 60
        ? minutes + " min"
        : String.format(Locale.ROOT, "%d h %02d min", minutes / 60, minutes % 60);
  }

  @Override
  public TrainingListener training(int epochs) {
    return new TrainingListener() {
      @Override
      public void step(
          int epoch, int step, int steps, double loss, double accuracy, double imagesPerSecond) {
        if (!line.isDue()) {
          return;
        }
        line.draw(
            head,
            (double) ((epoch - 1L) * steps + step) / ((long) epochs * steps),
            String.format(
                Locale.ROOT,
                "epoch %d/%d  loss %.3f  accuracy %.3f  %,.0f images/s",
                epoch,
                epochs,
                loss,
                accuracy,
                imagesPerSecond));
      }
    };
  }

  @Override
  public void done(ExperimentRecord experiment, double seconds) {
    line.close();
    Console.err()
        .printf(
            Locale.ROOT,
            "%s: test accuracy %.4f, %.0f s%n",
            head,
            experiment.test().accuracy(),
            seconds);
    Console.err().flush();
  }

  @Override
  public void partDone(Reproduction study) {
    Console.err().println("drawing the figures");
    figures.accept(study);
  }

  @Override
  public void close() {
    line.close();
  }
}
