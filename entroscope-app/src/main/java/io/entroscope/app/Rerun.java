package io.entroscope.app;

import io.entroscope.core.PlanException;
import io.entroscope.core.option.AnalysisRequest;
import io.entroscope.core.state.StateFile;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ModelInfo;
import io.entroscope.result.ResultJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An analysis that was run before, as a result or a state tells of it.
 *
 * @param request what was asked then, with the model and data where they are now
 * @param note a sentence for a person where it is another model now
 */
public record Rerun(ShardRun.Request request, Optional<String> note) {
  /**
   * The analysis that gave a result.
   *
   * @param file the result
   * @param model where the model is now; null: where it was
   * @param data where the data are now; null: where they were
   * @param paths what the names of places in the result mean
   * @throws PlanException if one of them is not there, the model there is another one than then, or
   *     the result does not hold all that was asked
   */
  public static Rerun ofResult(
      Path file, @Nullable Path model, @Nullable Path data, Function<String, Path> paths) {
    AnalysisResult result = ResultJson.read(file);
    if (result.settings().options() == null) {
      throw new PlanException(
          file
              + " was written by a version that did not keep all options; analyse anew with the"
              + " options that were given then");
    }
    ShardRun.Request request =
        request(
            AnalysisRequest.of(result.settings().options(), file.toString()),
            found(model, result.model().path(), "model", "MODEL", file, paths),
            found(data, result.data().path(), "data", "--data", file, paths));
    return new Rerun(request, otherModel(request.model(), result.model(), model == null, file));
  }

  /**
   * The analysis that a state is part of.
   *
   * @param file the state
   * @param model where the model is now; null: where it was
   * @param data where the data are now; null: where they were
   * @throws PlanException if one of them is not there, or the file is no state
   */
  public static Rerun ofState(Path file, @Nullable Path model, @Nullable Path data) {
    StateFile.Origin origin = StateFile.origin(file);
    ShardRun.Request request =
        request(
            origin.request(),
            found(model, origin.model(), "model", "--model", file, Path::of),
            found(data, origin.data(), "data", "--data", file, Path::of));
    return new Rerun(request, Optional.empty());
  }

  private static ShardRun.Request request(AnalysisRequest asked, Path model, Path data) {
    return new ShardRun.Request(model, asked.data(data), asked.options());
  }

  private static Path found(
      @Nullable Path given,
      String then,
      String what,
      String option,
      Path from,
      Function<String, Path> paths) {
    if (given != null) {
      return given;
    }
    if (then.isEmpty() || !Files.exists(paths.apply(then))) {
      throw new PlanException(
          "the "
              + what
              + " of "
              + from
              + (then.isEmpty() ? " had no path" : " is no longer at " + then)
              + "; say where it is with "
              + option);
    }
    return paths.apply(then);
  }

  private static Optional<String> otherModel(Path now, ModelInfo then, boolean itsOwn, Path from) {
    String hash = OnnxModel.read(now).sha256();
    if (hash.equals(then.sha256())) {
      return Optional.empty();
    }
    String difference =
        now
            + " is another model than the one of "
            + from
            + ": its SHA-256 is "
            + hash
            + ", not "
            + then.sha256();
    if (itsOwn) {
      throw new PlanException(
          difference + "; give the model as MODEL, or this one to ask the same of it");
    }
    return Optional.of(difference + ".");
  }

  /** The same, inferring with so many threads. */
  public Rerun withThreads(int count) {
    return new Rerun(
        new ShardRun.Request(
            request.model(), request.images(), request.options().withThreads(count)),
        note);
  }
}
