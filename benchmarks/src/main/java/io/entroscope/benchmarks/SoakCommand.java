package io.entroscope.benchmarks;

import com.sun.management.UnixOperatingSystemMXBean;
import io.entroscope.core.Analyzer;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.option.IndicatorScope;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Selection;
import io.entroscope.data.format.DataSets;
import io.entroscope.files.FileSet;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One analysis after another in one program, to see whether anything grows. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    description =
        "Analyses over and over in one program, and prints what it holds as time goes by: memory,"
            + " threads and open files. Ends with 1 if any of it kept growing.")
final class SoakCommand implements Callable<Integer> {
  private static final double GROWTH = 1.05;
  private static final Path STATUS = Path.of("/proc/self/status");

  @Option(names = "--minutes", description = "How long (default: 30).")
  private int minutes = 30;

  @Option(names = "--pause", description = "Milliseconds between two analyses (default: 0).")
  private int pause;

  /**
   * What the program holds.
   *
   * @param resident memory in MiB, as the system counts it; 0 where it does not tell
   * @param heap MiB in use, garbage not counted
   * @param threads alive
   * @param files open; 0 where the system does not tell
   */
  private record Held(double resident, double heap, int threads, long files) {
    static Held now() throws IOException {
      System.gc();
      long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      long files =
          ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
              ? unix.getOpenFileDescriptorCount()
              : 0;
      int threads = ManagementFactory.getThreadMXBean().getThreadCount();
      return new Held(residentNow(), heap / (double) (1 << 20), threads, files);
    }

    private static double residentNow() throws IOException {
      if (!Files.exists(STATUS)) {
        return 0;
      }
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")) / 1024)
          .findFirst()
          .orElse(0);
    }

    static Held most(List<Held> of) {
      return new Held(
          of.stream().mapToDouble(Held::resident).max().orElse(0),
          of.stream().mapToDouble(Held::heap).max().orElse(0),
          of.stream().mapToInt(Held::threads).max().orElse(0),
          of.stream().mapToLong(Held::files).max().orElse(0));
    }

    boolean isBeyond(Held before) {
      return resident > before.resident * GROWTH
          || heap > before.heap * GROWTH
          || threads > before.threads
          || files > before.files;
    }
  }

  @Override
  public Integer call() throws Exception {
    Path scratch = Files.createTempDirectory("entroscope-soak");
    try {
      System.out.printf(
          Locale.ROOT,
          "%7s %9s %13s %9s %8s %6s%n",
          "minute",
          "analyses",
          "resident MiB",
          "heap MiB",
          "threads",
          "files");
      List<Held> held = new ArrayList<>();
      long start = System.nanoTime();
      int done = 0;
      for (int minute = 1; minute <= minutes; minute++) {
        while (System.nanoTime() - start < TimeUnit.MINUTES.toNanos(minute)) {
          analyze(scratch, done++);
          Thread.sleep(pause);
        }
        held.add(Held.now());
        print(minute, done, held.get(held.size() - 1));
      }
      return grew(held) ? 1 : 0;
    } finally {
      Scratch.delete(scratch);
    }
  }

  /** Each of them from the files to the files; every third with indicators. */
  private static void analyze(Path scratch, int number) throws IOException {
    OnnxModel model = OnnxModel.read(OverheadCommand.demo("mnist-3fc.onnx"));
    AnalysisOptions options =
        AnalysisOptions.builder()
            .threads(2)
            .selection(Selection.ALL.withLimit(200))
            .indicators(number % 3 == 0 ? IndicatorScope.LAYERS : IndicatorScope.NONE)
            .build();
    AnalysisResult result;
    try (DataSet data = DataSets.openAny(DataSpec.of(OverheadCommand.demo("mnist-sample")))) {
      result = Analyzer.analyze(model, data, options);
    }
    try (FileSet files = FileSet.in(scratch)) {
      files.add("result.json", stream -> ResultJson.write(result, stream));
      files.commit();
    }
    ResultJson.read(scratch.resolve("result.json"));
  }

  private static void print(int minute, int done, Held now) {
    System.out.printf(
        Locale.ROOT,
        "%7d %9d %13.0f %9.1f %8d %6d%n",
        minute,
        done,
        now.resident(),
        now.heap(),
        now.threads(),
        now.files());
    System.out.flush();
  }

  /** Whether more was held in the last third of the time than in the one before. */
  private static boolean grew(List<Held> held) {
    int third = held.size() / 3;
    return third > 0
        && Held.most(held.subList(2 * third, held.size()))
            .isBeyond(Held.most(held.subList(third, 2 * third)));
  }
}
