package io.entroscope.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Measures how the time of an analysis on Spark grows with images and executors, how large states
 * are and what merging them costs; and computes from given costs what large datasets take. Run by
 * {@code benchmarks/spark}.
 */
final class Scale {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Pattern JOB = Pattern.compile("Job \\d+ finished: .* took ([\\d.]+) (m?s)");

  private Scale() {}

  /**
   * Runs one of the measurements.
   *
   * @param args {@code runs IMAGES...}, {@code beside MODEL IMAGES}, {@code states} or {@code
   *     projection}
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    switch (args.length == 0 ? "" : args[0]) {
      case "runs" -> runs(List.of(args).subList(1, args.length));
      case "beside" -> BesideLocal.print(List.of(args).subList(1, args.length));
      case "states" -> StateSizes.print();
      case "projection" -> Projection.print();
      default -> {
        System.err.println(
            "usage: benchmarks/spark runs IMAGES... | beside MODEL IMAGES | states |"
                + " projection");
        System.exit(2);
      }
    }
  }

  private static void runs(List<String> counts) throws IOException, InterruptedException {
    Path home =
        Cluster.install(
            TARGET.resolve("spark-home"), Files.readString(TARGET.resolve("spark-jars")));
    System.out.println(
        "| images | executors | whole program, s | Spark's jobs, s | CPU of executors, s | CPU of"
            + " driver, s |\n|---:|---:|---:|---:|---:|---:|");
    for (String count : counts) {
      int images = Integer.parseInt(count);
      Path data = TARGET.resolve("scale/mnist-" + images);
      if (!Files.exists(data)) {
        Sets.idx(data, images, "");
      }
      for (int executors = 1; executors <= 2; executors++) {
        Path folder = TARGET.resolve("scale/cluster");
        delete(folder);
        try (Cluster cluster = new Cluster(home, folder, executors)) {
          System.out.println(row(cluster, folder, data, images, executors));
        }
      }
    }
  }

  private static String row(Cluster cluster, Path folder, Path data, int images, int executors)
      throws IOException, InterruptedException {
    Path log = folder.resolve("driver.log");
    long start = System.nanoTime();
    Process driver =
        cluster.submit(
            log,
            List.of("spark.driver.memory=1g"),
            TARGET.resolve("entroscope-spark.jar"),
            List.of(
                "analyze",
                Sets.DEMO.resolve("mnist-3fc.onnx").toAbsolutePath().normalize().toString(),
                "--data",
                data.toString(),
                "--out",
                folder.resolve("out").toString()));
    Map<Long, Duration> spent = new HashMap<>();
    do {
      cluster.executors().forEach(executor -> note(spent, executor));
      note(spent, driver.toHandle());
    } while (!driver.waitFor(20, TimeUnit.MILLISECONDS));
    double wall = (System.nanoTime() - start) / 1e9;
    if (driver.exitValue() != 0) {
      throw new IOException("the run failed:\n" + Cluster.text(log));
    }
    Duration ofDriver = spent.remove(driver.pid());
    return String.format(
        Locale.ROOT,
        "| %,d | %d | %.1f | %.1f | %.1f | %.1f |",
        images,
        executors,
        wall,
        jobs(Cluster.text(log)),
        seconds(spent.values().stream().reduce(Duration.ZERO, Duration::plus)),
        seconds(ofDriver));
  }

  private static void note(Map<Long, Duration> spent, ProcessHandle process) {
    process.info().totalCpuDuration().ifPresent(cpu -> spent.put(process.pid(), cpu));
  }

  private static double seconds(Duration duration) {
    return duration == null ? Double.NaN : duration.toNanos() / 1e9;
  }

  private static double jobs(String log) {
    double seconds = 0;
    Matcher job = JOB.matcher(log);
    while (job.find()) {
      seconds += Double.parseDouble(job.group(1)) / (job.group(2).equals("ms") ? 1000 : 1);
    }
    return seconds;
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      List<Path> all = new ArrayList<>();
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(all::add);
      }
      for (Path file : all) {
        Files.delete(file);
      }
    }
  }
}
