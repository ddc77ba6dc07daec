package io.entroscope.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entroscope.app.export.ActivationFile;
import io.entroscope.core.Analyzer;
import io.entroscope.core.PlanException;
import io.entroscope.core.Progress;
import io.entroscope.core.activation.ActivationRecorder;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.MemoryNeed;
import io.entroscope.core.plan.Planner;
import io.entroscope.core.run.StageTimes;
import io.entroscope.data.DataSpec;
import io.entroscope.files.Content;
import io.entroscope.files.FileSet;
import io.entroscope.files.WholeFile;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.report.Report;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** An analysis from the files it reads to the files it writes. */
public final class AnalysisRun {
  private AnalysisRun() {}

  /** The names of the files that an analysis writes into its folder. */
  public static final String RESULT = "result.json";

  /** The page. */
  public static final String REPORT = "report.html";

  static final String RUN = "run.json";

  /**
   * An analysis that is done.
   *
   * @param result what it found
   * @param folder where that was written to; empty: it was not
   */
  public record Done(AnalysisResult result, Optional<Path> folder) {}

  /** Analyses, and writes the files whole or not at all. */
  public static Done run(
      Path model, DataSpec spec, AnalysisOptions options, Destination out, boolean quiet)
      throws IOException {
    return run(new ShardRun.Request(model, spec, options), out, Optional.empty(), quiet);
  }

  /**
   * Analyses, and writes the files whole or not at all.
   *
   * @param activations where those of single images go; empty: nowhere
   */
  public static Done run(
      ShardRun.Request asked, Destination out, Optional<ActivationFile> activations, boolean quiet)
      throws IOException {
    AnalysisOptions options = asked.options();
    out.requireWritable();
    if (activations.isPresent()) {
      requireWritable(folderOf(activations.get().file()));
    }
    long start = System.nanoTime();
    AnalysisResult result;
    long planned;
    long analysed;
    long memory;
    StageTimes stages = new StageTimes();
    OnnxModel onnx;
    try (Opened opened = new Opened(asked)) {
      onnx = opened.model();
      AnalysisPlan plan = Planner.plan(onnx, opened.data(), options);
      if (!quiet) {
        opened.data().notes().forEach(Console::note);
      }
      planned = System.nanoTime();
      memory = MemoryNeed.of(plan).total();
      try (ProgressBar bar = ProgressBar.start()) {
        Progress progress = quiet ? Progress.NONE : bar;
        result =
            activations.isPresent()
                ? recorded(plan, progress, stages, activations.get())
                : Analyzer.run(plan, progress, stages);
      }
      analysed = System.nanoTime();
    }
    noteIfChanged(onnx);
    Optional<Path> folder = out.settle();
    if (folder.isPresent()) {
      byte[] facts =
          json(facts(options, result, stages, memory, planned - start, analysed - planned));
      write(result, folder.get(), Map.of(RUN, facts));
    }
    return new Done(result, folder);
  }

  private static Path folderOf(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent());
  }

  private static AnalysisResult recorded(
      AnalysisPlan plan, Progress progress, StageTimes stages, ActivationFile into)
      throws IOException {
    try (ActivationRecorder recorder = into.start(plan)) {
      AnalysisResult result = Analyzer.run(plan, progress, stages, recorder);
      into.write(recorder);
      return result;
    }
  }

  /** Says so if the file of a model is no longer the one that was read, which is what ran. */
  public static void noteIfChanged(OnnxModel model) {
    model
        .change()
        .ifPresent(
            change ->
                Console.note(
                    change
                        + " meanwhile; what was read before that, with the SHA-256 "
                        + model.sha256()
                        + ", is what this is about"));
  }

  /**
   * Writes a result and its report, both or none: what was there before stays until both are.
   *
   * @throws PlanException if they cannot be written
   */
  public static void write(AnalysisResult result, Path out) {
    write(result, out, Map.of());
  }

  /**
   * Writes a result, its report and files that belong to them, all or none.
   *
   * @param more the bytes of other files by their names
   */
  public static void write(AnalysisResult result, Path out, Map<String, byte[]> more) {
    try (FileSet files = FileSet.in(out)) {
      Map<String, Content> contents = ResultJson.contents(result);
      for (Map.Entry<String, Content> file : contents.entrySet()) {
        files.add(file.getKey(), file.getValue());
      }
      for (String stale : ResultJson.beside(out)) {
        if (!contents.containsKey(stale)) {
          files.remove(stale);
        }
      }
      byte[] page = Report.html(result).getBytes(StandardCharsets.UTF_8);
      files.add(REPORT, stream -> stream.write(page));
      for (Map.Entry<String, byte[]> file : more.entrySet()) {
        files.add(file.getKey(), stream -> stream.write(file.getValue()));
      }
      files.commit();
    } catch (IOException e) {
      throw new PlanException("cannot write to " + out + ": " + e.getMessage(), e);
    }
  }

  private static byte[] json(Map<String, Object> facts) throws IOException {
    return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsBytes(facts);
  }

  /** Times and facts about the machine: what the result must not depend on. */
  private static Map<String, Object> facts(
      AnalysisOptions options,
      AnalysisResult result,
      StageTimes stages,
      long memory,
      long planNanos,
      long analysisNanos) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("planSeconds", planNanos / 1e9);
    facts.put("analysisSeconds", analysisNanos / 1e9);
    facts.put("imagesPerSecond", result.data().images() / (analysisNanos / 1e9));
    Map<String, Double> threadSeconds = new LinkedHashMap<>();
    for (StageTimes.Stage stage : StageTimes.Stage.values()) {
      threadSeconds.put(stage.id(), stages.seconds(stage));
    }
    facts.put("threadSeconds", threadSeconds);
    facts.put("memoryNeedMiB", memory / (double) (1 << 20));
    facts.put("threads", options.threads());
    facts.put("device", options.device().name().toLowerCase(java.util.Locale.ROOT));
    facts.put("processors", Runtime.getRuntime().availableProcessors());
    facts.put("java", System.getProperty("java.runtime.version"));
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return facts;
  }

  /**
   * Checks that a folder can be written to.
   *
   * @throws PlanException if it cannot
   */
  public static void requireWritable(Path out) {
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new PlanException(out + " is a file; give a folder to write to with --out");
    }
    WholeFile.obstacle(out)
        .ifPresent(
            there -> {
              throw new PlanException(
                  "cannot write to "
                      + out
                      + ": "
                      + there
                      + " is not a writable folder; give another --out");
            });
  }
}
