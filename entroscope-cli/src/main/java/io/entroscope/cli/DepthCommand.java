package io.entroscope.cli;

import io.entroscope.app.Console;
import io.entroscope.app.interrupt.Interruption;
import io.entroscope.app.option.ThreadsOption;
import io.entroscope.cli.option.OutFolder;
import io.entroscope.cli.option.TrainingData;
import io.entroscope.cli.text.DepthText;
import io.entroscope.core.PlanException;
import io.entroscope.study.depth.DepthStudy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How many fully connected layers are needed. */
@Command(
    name = "depth",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  entroscope depth --data mnist --out out/depth",
      "  entroscope depth 'conv16 pool' --fc 1..3 --data images --out out/depth"
    },
    sortOptions = false,
    description =
        "Trains a network with different numbers of fully connected layers at equal budget, and"
            + " names the smallest number whose accuracy cannot be told from the best. Goes on"
            + " where it was stopped.")
final class DepthCommand implements Callable<Integer> {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,2})(?:\\.\\.(\\d{1,2}))?");

  @Parameters(
      arity = "0..*",
      paramLabel = "ARCH",
      description =
          "The layers before the fully connected ones, such as 'conv16 pool conv32 pool'; none:"
              + " the images themselves.")
  private List<String> front = List.of();

  @Option(
      names = "--fc",
      paramLabel = "A..B",
      description = "How many fully connected layers, the output's included (default: 1..4).")
  private String range = "1..4";

  @Option(
      names = "--width",
      paramLabel = "N",
      description = "Units of each but the last (default: 128).")
  private int width = 128;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Trainings of each network (default: 3).")
  private int seeds = 3;

  @Mixin private TrainingData data = new TrainingData();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the images in each training (default: 6).")
  private int epochs = 6;

  @Option(names = "--batch", paramLabel = "N", description = "Images per step (default: 128).")
  private int batch = 128;

  @Mixin private OutFolder out = new OutFolder();

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Override
  public Integer call() throws Exception {
    if (seeds < 1) {
      throw new PlanException("--seeds " + seeds + "; give 1 or more");
    }
    List<Integer> depths = depths();
    Path folder = out.writable();
    Interruption.leaves("what is done lies in " + folder);
    DepthStudy study =
        new DepthStudy(
            String.join(" ", front),
            width,
            data.spec(),
            epochs,
            batch,
            threads.count(),
            folder,
            new TrainingNotes());
    Console.out().print(DepthText.of(LibtorchNeed.call(() -> study.run(depths, seeds))));
    Console.out().flush();
    return 0;
  }

  private List<Integer> depths() {
    Matcher matcher = RANGE.matcher(range.strip());
    int first = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    int last = first;
    if (matcher.matches() && matcher.group(2) != null) {
      last = Integer.parseInt(matcher.group(2));
    }
    boolean images = front.isEmpty();
    if (first < 1 || last < first || (images && first < 2)) {
      throw new PlanException(
          "--fc "
              + range
              + " is no range of "
              + (images ? "2 or more layers (there are none before them)" : "1 or more layers")
              + "; give for example --fc 2..4");
    }
    return IntStream.rangeClosed(first, last).boxed().toList();
  }
}
