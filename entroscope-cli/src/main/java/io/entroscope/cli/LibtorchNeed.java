package io.entroscope.cli;

import io.entroscope.torch.TorchException;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Runs what needs libtorch, which a distribution may leave out. */
final class LibtorchNeed {
  private LibtorchNeed() {}

  static <T> T of(Supplier<T> work) {
    try {
      return work.get();
    } catch (NoClassDefFoundError e) {
      throw missing(e);
    }
  }

  /** The same for work that may fail with a checked exception. */
  static <T> T call(Callable<T> work) throws Exception {
    try {
      return work.call();
    } catch (NoClassDefFoundError e) {
      throw missing(e);
    }
  }

  /** What to say; throws the error itself if it is another class that is missing. */
  private static TorchException missing(NoClassDefFoundError e) {
    if (String.valueOf(e.getMessage()).startsWith("org/bytedeco/")) {
      return new TorchException(
          "this needs libtorch, which is not installed with this program; install the"
              + " distribution that has it, or set ENTROSCOPE_LIBTORCH=1 in a checkout",
          e);
    }
    throw e;
  }
}
