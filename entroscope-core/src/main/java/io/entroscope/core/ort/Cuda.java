package io.entroscope.core.ort;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.entroscope.core.PlanException;
import io.entroscope.setting.Setting;

/** What it takes to run a model on the first CUDA GPU. */
final class Cuda {
  private static final int FIRST = 0;
  private static final String LIBRARY_LACKING = "with error: ";

  private Cuda() {}

  /**
   * Has a session run on the GPU, in whole float32 and by algorithms that are not chosen by timing
   * them, so that one machine gives the same numbers again.
   *
   * @throws PlanException if ONNX Runtime's GPU build is not there, or what that needs
   */
  static void addTo(OrtSession.SessionOptions options) {
    if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
      throw new PlanException(
          "this is built without CUDA; build it with ENTROSCOPE_GPU=1 ./entroscope, or with"
              + " com.microsoft.onnxruntime:onnxruntime_gpu in place of onnxruntime (Maven's"
              + " -Pgpu), or use "
              + Setting.DEVICE
              + " cpu");
    }
    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(FIRST)) {
      cuda.add("use_tf32", "0");
      cuda.add("cudnn_conv_algo_search", "HEURISTIC");
      options.addCUDA(cuda);
      options.setDeterministicCompute(true);
    } catch (OrtException | LinkageError e) {
      throw unusable(e);
    }
  }

  /** Whether a model was refused because of the GPU, as when there is none. */
  static boolean isToBlame(OrtException e) {
    String message = OrtEngine.reason(e);
    return message.contains("CUDA") || message.contains("CUDNN");
  }

  static PlanException unusable(Throwable e) {
    return new PlanException(
        "this is built with CUDA, but there is no GPU that it can use here: "
            + reason(e)
            + "; it needs an NVIDIA GPU with its driver, CUDA 12 and cuDNN 9 where the system finds"
            + " libraries (LD_LIBRARY_PATH), or use "
            + Setting.DEVICE
            + " cpu",
        e);
  }

  /** Of a library that is lacking only its name, which comes last; else all that is known. */
  private static String reason(Throwable e) {
    String reason = OrtEngine.reason(e);
    int library = reason.lastIndexOf(LIBRARY_LACKING);
    return library < 0 ? reason : reason.substring(library + LIBRARY_LACKING.length());
  }
}
