package io.entroscope.core.ort;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.ValueInfo;
import io.entroscope.core.AnalysisException;
import io.entroscope.core.PlanException;
import io.entroscope.files.Reasons;
import io.entroscope.onnx.DetachedModel;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A model loaded into ONNX Runtime. Every call runs on its caller's thread alone, so the same batch
 * gives the same bits whatever else runs; several threads may call at once, each through an {@link
 * OrtRunner} of its own.
 */
public final class OrtEngine implements AutoCloseable {
  /** Kept, since a logger that nobody keeps forgets its level. */
  private static final Logger OTHERS_LOG = Logger.getLogger("ai.onnxruntime.OnnxRuntime");

  static {
    // All that it tells is thrown as well, and said in one line.
    OTHERS_LOG.setLevel(Level.OFF);
  }

  private final OrtSession session;
  private final OnnxModel model;

  private OrtEngine(OrtSession session, OnnxModel model) {
    this.session = session;
    this.model = model;
  }

  /** How much ONNX Runtime rewrites a graph before it runs. */
  public enum Optimization {
    /** Nothing: for looking at shapes. */
    NONE,
    /** All it can: for running. */
    ALL
  }

  /**
   * Loads a model; weights kept beside it are found in the folder it was read from.
   *
   * @throws PlanException if ONNX Runtime refuses it, or the device is not there
   * @throws OnnxException if these weights have been changed since the model was read
   */
  public static OrtEngine open(OnnxModel model, Device device, Optimization optimization) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(
          optimization == Optimization.ALL
              ? OrtSession.SessionOptions.OptLevel.ALL_OPT
              : OrtSession.SessionOptions.OptLevel.NO_OPT);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      Path folder = model.path().map(path -> path.toAbsolutePath().getParent()).orElse(null);
      if (folder != null) {
        options.addConfigEntry(
            "session.model_external_initializers_file_folder_path", folder.toString());
      }
      if (device == Device.CUDA) {
        Cuda.addTo(options);
      }
      model.requireWeightsUnchanged();
      return new OrtEngine(session(model, device, options), model);
    } catch (OrtException e) {
      if (device == Device.CUDA && Cuda.isToBlame(e)) {
        throw Cuda.unusable(e);
      }
      throw new PlanException(
          "ONNX Runtime cannot load "
              + model.path().map(Path::toString).orElse("the model")
              + ": "
              + LoadFailure.text(model, reason(e)),
          e);
    }
  }

  /** On the CPU, large weights are handed over where they lie; the model, kept, keeps them. */
  private static OrtSession session(
      OnnxModel model, Device device, OrtSession.SessionOptions options) throws OrtException {
    DetachedModel detached = device == Device.CPU ? model.detached().orElse(null) : null;
    if (detached == null || detached.weights().isEmpty()) {
      return environment().createSession(model.bytes(), options);
    }
    Map<String, OnnxTensorLike> weights = new HashMap<>();
    try {
      for (DetachedModel.Weight weight : detached.weights()) {
        weights.put(weight.name(), FeedTensors.tensor(weight));
      }
      options.addExternalInitializers(weights);
      return environment().createSession(detached.bytes(), options);
    } finally {
      weights.values().forEach(OnnxTensorLike::close);
    }
  }

  /** Loads ONNX Runtime itself, which the first model would else wait for. */
  public static void prepare() {
    environment();
  }

  static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "entroscope");
  }

  /** ONNX Runtime's own words on one line. */
  static String reason(Throwable e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return Reasons.inOneLine(message);
  }

  /** What is fed: initializers that double as inputs are left out. */
  public List<TensorInfo> inputs() {
    try {
      return infos(session.getInputInfo().values());
    } catch (OrtException e) {
      throw new AnalysisException("ONNX Runtime cannot list inputs: " + reason(e), e);
    }
  }

  /** What comes out, with the shapes that ONNX Runtime inferred. */
  public List<TensorInfo> outputs() {
    try {
      return infos(session.getOutputInfo().values());
    } catch (OrtException e) {
      throw new AnalysisException("ONNX Runtime cannot list outputs: " + reason(e), e);
    }
  }

  private static List<TensorInfo> infos(Collection<NodeInfo> nodes) {
    return nodes.stream().map(node -> info(node.getName(), node.getInfo())).toList();
  }

  static TensorInfo info(String name, ValueInfo value) {
    if (!(value instanceof ai.onnxruntime.TensorInfo tensor)) {
      return new TensorInfo(name, ElementType.UNDEFINED, List.of());
    }
    ElementType type =
        switch (tensor.type) {
          case FLOAT -> ElementType.FLOAT;
          case DOUBLE -> ElementType.DOUBLE;
          case FLOAT16 -> ElementType.FLOAT16;
          case INT64 -> ElementType.INT64;
          case INT32 -> ElementType.INT32;
          case UINT8 -> ElementType.UINT8;
          case BOOL -> ElementType.BOOL;
          case STRING -> ElementType.STRING;
          default -> ElementType.UNDEFINED;
        };
    return new TensorInfo(name, type, Arrays.stream(tensor.getShape()).boxed().toList());
  }

  OrtSession session() {
    return session;
  }

  /**
   * Lets go of the model.
   *
   * @throws OnnxException if weights beside it were changed while it ran: parts of them may have
   *     been read after that
   */
  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new AnalysisException("ONNX Runtime cannot close a session: " + reason(e), e);
    }
    model.requireWeightsUnchanged();
  }
}
