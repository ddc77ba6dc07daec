package io.entroscope.text;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import io.entroscope.data.DataException;
import io.entroscope.files.Scratch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The native library of Hugging Face's tokenizers: loaded once, from a folder of this program's own
 * that is gone afterwards, without a word to anybody.
 *
 * <p>Left alone, the library's Java side unpacks into a folder shared by all programs, fetches a
 * build for the GPU where it finds one, and reports each use to its makers.
 */
final class TokenizerLibrary {
  /** Loads the library when this class is first used. */
  private static final class Holder {
    static {
      System.setProperty("OPT_OUT_TRACKING", "true");
      System.setProperty("ai.djl.offline", "true");
      load();
    }

    private static void load() {
      try {
        Scratch scratch = Scratch.make();
        for (String name : names()) {
          unpack(name, scratch.path().resolve(name));
        }
        System.setProperty("RUST_LIBRARY_PATH", scratch.path().resolve(own()).toString());
        LibUtils.checkStatus();
        closeQuietly(scratch);
      } catch (IOException e) {
        throw new DataException("cannot unpack the tokenizer's library: " + e.getMessage(), e);
      }
    }

    private static String own() {
      return System.mapLibraryName("tokenizers");
    }

    private static List<String> names() {
      return platform().startsWith("win")
          ? List.of("libwinpthread-1.dll", "libgcc_s_seh-1.dll", "libstdc++-6.dll", own())
          : List.of(own());
    }

    private static void unpack(String name, Path to) throws IOException {
      String resource = "native/lib/" + platform() + "/cpu/" + name;
      try (InputStream in = LibUtils.class.getClassLoader().getResourceAsStream(resource)) {
        if (in == null) {
          throw new DataException(
              "there is no tokenizer for this machine ("
                  + platform()
                  + "); make the tokens elsewhere, and give them as NumPy arrays");
        }
        Files.copy(in, to);
      }
    }

    // Where a loaded library cannot be removed, the next program that starts removes it.
    private static void closeQuietly(Scratch scratch) {
      try {
        scratch.close();
      } catch (IOException ignored) {
        // It takes room; that is no reason to fail.
      }
    }

    static void touch() {}
  }

  private TokenizerLibrary() {}

  /**
   * Loads the library, if that has not been done.
   *
   * @throws DataException if there is none for this machine, or it cannot be loaded
   */
  static void load() {
    try {
      Holder.touch();
    } catch (ExceptionInInitializerError e) {
      if (e.getCause() instanceof DataException known) {
        throw known;
      }
      throw unusable(e.getCause() == null ? e : e.getCause());
    } catch (LinkageError e) {
      throw unusable(e);
    }
  }

  private static DataException unusable(Throwable cause) {
    return new DataException(
        "the tokenizer's library does not run here ("
            + platform()
            + "): "
            + String.valueOf(cause.getMessage()).lines().findFirst().orElse("")
            + "; make the tokens elsewhere, and give them as NumPy arrays",
        cause);
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String os = system.startsWith("win") ? "win" : system.startsWith("mac") ? "osx" : "linux";
    String arch = System.getProperty("os.arch");
    return os + "-" + (arch.equals("amd64") ? "x86_64" : arch);
  }
}
