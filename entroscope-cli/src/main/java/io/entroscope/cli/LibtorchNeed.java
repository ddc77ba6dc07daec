package io.entroscope.cli;

import io.entroscope.torch.TorchException;
import java.util.function.Supplier;

/** Runs what needs libtorch, which a distribution may leave out. */
final class LibtorchNeed {
  private LibtorchNeed() {}

  static <T> T of(Supplier<T> work) {
    try {
      return work.get();
    } catch (NoClassDefFoundError e) {
      if (String.valueOf(e.getMessage()).startsWith("org/bytedeco/")) {
        throw new TorchException(
            "this needs libtorch, which is not installed with this program; install the"
                + " distribution that has it",
            e);
      }
      throw e;
    }
  }
}
