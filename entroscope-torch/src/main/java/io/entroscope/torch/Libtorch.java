package io.entroscope.torch;

import java.io.IOException;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The native library: loading it, its threads, and the scopes of its memory.
 *
 * <p>Everything that touches libtorch calls {@link #load} first, by way of one of these methods.
 */
public final class Libtorch {
  /** How long the end of the process waits for the operations under way. */
  private static final long LONGEST_STEP_MS = 20_000;

  private static final NativeGate GATE = new NativeGate();

  /** Loads the library once, when this class is first used. */
  private static final class Holder {
    static {
      // JavaCPP would count the pages of the whole process against a multiple of the Java heap and
      // end with OutOfMemoryError; libtorch's memory is not the heap's.
      setIfAbsent("org.bytedeco.javacpp.maxPhysicalBytes", "0");
      setIfAbsent("org.bytedeco.javacpp.maxBytes", "0");
      unpackBeforeLoading();
      openblas.blas_set_num_threads(1);
      // NNPACK warns on standard error about processors unknown to it; oneDNN does its work.
      torch.globalContext().setUserEnabledNNPACK(false);
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> GATE.close(LONGEST_STEP_MS), "end of libtorch"));
    }

    private static void setIfAbsent(String property, String value) {
      if (System.getProperty(property) == null) {
        System.setProperty(property, value);
      }
    }

    // JavaCPP loads libtorch before it has unpacked libtorch_cpu next to it; the system's linker
    // then picks any other libtorch_cpu that is installed, and the process crashes.
    private static void unpackBeforeLoading() {
      String folder = "/org/bytedeco/pytorch/" + Loader.getPlatform() + "/";
      try {
        for (String library : new String[] {"c10", "torch_cpu"}) {
          Loader.cacheResource(folder + System.mapLibraryName(library));
        }
      } catch (IOException e) {
        throw new TorchException(
            "cannot unpack libtorch into "
                + System.getProperty("org.bytedeco.javacpp.cachedir", "~/.javacpp")
                + " ("
                + e.getMessage()
                + "); make room there, or name another folder with"
                + " -Dorg.bytedeco.javacpp.cachedir=...",
            e);
      }
    }

    static void touch() {}
  }

  private Libtorch() {}

  /**
   * Loads the library, if that has not been done.
   *
   * @throws TorchException if there is none for this platform on the class path, or it cannot be
   *     unpacked
   */
  public static void load() {
    try {
      Holder.touch();
    } catch (ExceptionInInitializerError e) {
      if (e.getCause() instanceof TorchException known) {
        throw known;
      }
      throw missing(e.getCause() == null ? e : e.getCause());
    } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
      throw missing(e);
    }
  }

  private static TorchException missing(Throwable cause) {
    return new TorchException(
        "libtorch does not run here ("
            + Loader.getPlatform()
            + "): "
            + cause.getMessage()
            + "; training needs linux-x86_64, macosx-arm64 or windows-x86_64 with its natives on"
            + " the class path",
        cause);
  }

  /**
   * Sets how many threads an operation may use, for the whole process. The last bits of a
   * training's results depend on it.
   */
  public static void threads(int count) {
    load();
    torch.set_num_threads(count);
  }

  /** How many threads an operation may use. */
  public static int threads() {
    load();
    return torch.get_num_threads();
  }

  /**
   * Runs a task and then frees every native object that it created and did not {@linkplain #keep
   * keep}.
   */
  public static <T> T scoped(Supplier<T> work) {
    load();
    return GATE.through(
        () -> {
          PointerScope scope = new PointerScope();
          try {
            return work.get();
          } finally {
            scope.close();
          }
        });
  }

  /** As {@link #scoped(Supplier)}, for a task without a result. */
  public static void scoped(Runnable work) {
    scoped(
        () -> {
          work.run();
          return true;
        });
  }

  /** Runs a task in its own scope, without recording operations for gradients. */
  public static <T> T withoutGradients(Supplier<T> work) {
    return scoped(
        () -> {
          NoGradGuard guard = new NoGradGuard();
          try {
            return work.get();
          } finally {
            guard.close();
          }
        });
  }

  /**
   * Lets a tensor outlive the scope that it was created in; the caller must close it.
   *
   * @return the same tensor
   */
  public static Tensor keep(Tensor tensor) {
    tensor.retainReference();
    return tensor;
  }
}
