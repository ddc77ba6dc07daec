package io.entroscope.benchmarks;

import io.entroscope.data.image.ImageShape;
import io.entroscope.torch.architecture.Architectures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares training with PyTorch's, turn by turn. */
@Command(
    name = "training",
    mixinStandardHelpOptions = true,
    description =
        "Prints how many images per second 'train' takes beside PyTorch in eager mode, in its"
            + " default memory format and in channels last, in turn on as many threads; medians"
            + " over the rounds, with the quartiles.")
final class TrainingCommand implements Callable<Integer> {
  private static final List<String> NETWORKS = List.of("resnet8", "resnet20", "vit-tiny");

  @Option(
      names = "--networks",
      split = ",",
      description = "Of resnet8, resnet20, vit-tiny (default: resnet20,vit-tiny).")
  private List<String> networks = List.of("resnet20", "vit-tiny");

  @Option(names = "--python", description = "An interpreter with PyTorch (default: python3).")
  private String python = "python3";

  @Option(names = "--batch", description = "Images per step (default: 128).")
  private int batch = 128;

  @Option(names = "--steps", description = "Steps in a round (default: 8).")
  private int steps = 8;

  @Option(names = "--threads", description = "Threads (default: 2).")
  private int threads = 2;

  @Option(names = "--rounds", description = "Rounds that count, after one more (default: 7).")
  private int rounds = 7;

  private record Round(double own, double eager, double channelsLast) {
    double ratio() {
      return own / Math.max(eager, channelsLast);
    }
  }

  @Override
  public Integer call() throws Exception {
    UnknownName.refuse("network", networks, NETWORKS);
    Path scratch = Files.createTempDirectory("entroscope-benchmark");
    try {
      for (String network : networks) {
        measure(network, scratch);
      }
    } finally {
      Scratch.delete(scratch);
    }
    return 0;
  }

  private void measure(String network, Path scratch) throws Exception {
    TrainingSize size = new TrainingSize(batch, steps, threads);
    ImageShape shape =
        network.startsWith("vit") ? new ImageShape(1, 28, 28) : new ImageShape(3, 32, 32);
    String notation = Architectures.named().getOrDefault(network, network);
    OwnTraining own = new OwnTraining(network, shape, size, scratch);
    List<Round> measured = new ArrayList<>();
    try (EagerPyTorch eager = new EagerPyTorch(python, notation, shape, size, false);
        EagerPyTorch channelsLast = new EagerPyTorch(python, notation, shape, size, true)) {
      for (int round = 0; round <= rounds; round++) {
        Round one = new Round(own.train(), eager.train(steps), channelsLast.train(steps));
        if (round > 0) {
          measured.add(one);
        }
      }
      System.out.printf(
          Locale.ROOT,
          "%s, batch %d, %d threads, images/s: train %s, PyTorch %s %s, channels last %s; train /"
              + " the faster of both %s%n",
          network,
          batch,
          threads,
          Spread.of(measured, Round::own),
          eager.version(),
          Spread.of(measured, Round::eager),
          Spread.of(measured, Round::channelsLast),
          Spread.of(measured, Round::ratio));
    }
  }
}
