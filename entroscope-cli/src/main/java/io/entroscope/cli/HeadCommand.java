package io.entroscope.cli;

import io.entroscope.app.AnalysisRun;
import io.entroscope.app.Console;
import io.entroscope.app.option.ImageOptions;
import io.entroscope.app.option.ThreadsOption;
import io.entroscope.cli.option.OutModel;
import io.entroscope.cli.option.OutputOption;
import io.entroscope.core.head.LinearHead;
import io.entroscope.core.head.Pooling;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Split;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.format.text.TextDataSet;
import io.entroscope.data.format.text.TokenizerFile;
import io.entroscope.files.FileSet;
import io.entroscope.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a classifier of a network that gives embeddings. */
@Command(
    name = "head",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  entroscope head encoder.onnx --data sentences.npz --out classifier.onnx",
      "  entroscope head encoder.onnx --data arrays --pooling cls --out scorer.onnx"
    },
    sortOptions = false,
    description =
        "Puts a linear classifier, fitted in closed form, on top of a network that gives"
            + " embeddings, so that everything else takes it.")
final class HeadCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "ENCODER", description = "An ONNX file.")
  private Path encoder = Path.of("");

  @Mixin private ImageOptions images = new ImageOptions();

  @Option(
      names = "--pooling",
      paramLabel = "mean|cls|model",
      description =
          "How the encoder's output becomes one vector: the mean over its tokens or places, its"
              + " first token, or as it is (default: as it is for [N, D], else the mean).")
  private @Nullable String pooling;

  @Mixin private OutputOption output = new OutputOption();

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Mixin private OutModel out = new OutModel();

  @Override
  public Integer call() throws IOException {
    Path file = out.writable(List.of(encoder));
    Pooling asked = pooling == null ? null : Pooling.parse(pooling);
    OnnxModel model = OnnxModel.read(encoder);
    AnalysisOptions options =
        AnalysisOptions.builder()
            .selection(images.selection())
            .pixels(images.pixels())
            .threads(threads.count())
            .build();
    LinearHead head;
    Optional<Path> tokenizer;
    try (DataSet data = DataSets.openAny(data())) {
      head = LinearHead.fit(model, data, options, output.name().orElse(null), asked);
      data.notes().forEach(Console::note);
      tokenizer =
          data instanceof TextDataSet
              ? Optional.of(TokenizerFile.find(data.spec().texts(), Optional.of(encoder)))
              : Optional.empty();
    }
    AnalysisRun.noteIfChanged(model);
    write(head, file, tokenizer);
    print(head, file);
    return 0;
  }

  /** The training split, unless another one was asked for. */
  private DataSpec data() {
    boolean said =
        Objects.requireNonNull(spec).commandLine().getParseResult().hasMatchedOption("--split");
    return said ? images.spec() : images.spec().withSplit(Split.TRAIN);
  }

  /**
   * The classifier, and the tokenizer beside it under its name, where no other command misses it.
   */
  private static void write(LinearHead head, Path file, Optional<Path> tokenizer)
      throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    String name = file.getFileName().toString();
    try (FileSet files = FileSet.in(folder)) {
      files.add(name, stream -> head.model().contentOf(file).writeTo(stream));
      if (tokenizer.isPresent() && !TokenizerFile.beside(file).equals(tokenizer)) {
        String stem = name.endsWith(".onnx") ? name.substring(0, name.length() - 5) : name;
        byte[] json = Files.readAllBytes(tokenizer.get());
        files.add(stem + "-tokenizer.json", stream -> stream.write(json));
      }
      files.commit();
    }
  }

  private static void print(LinearHead head, Path file) {
    Console.out()
        .printf(
            Locale.ROOT,
            "%d classes from '%s' (pooling %s), fitted on %,d examples, ridge %.0e of the mean"
                + " variance%naccuracy %.4f in cross-validation  (95%% interval %.4f to"
                + " %.4f)%n%s%n",
            head.classes(),
            head.output(),
            head.pooling().id(),
            head.examples(),
            head.lambda(),
            head.accuracy(),
            head.interval().low(),
            head.interval().high(),
            file);
    Console.out().flush();
  }
}
