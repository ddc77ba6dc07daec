package io.entroscope.testing;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a test may need that not every machine has. A test is skipped for want of one of these and
 * for no other reason ({@link SkipGuard}), and not even for that where {@code
 * -Dentroscope.require=chromium,shared} says that it must be there.
 */
public enum Facility {
  /** The full datasets and reference models beside the repository ({@link SharedFiles}). */
  SHARED,
  /** An NVIDIA GPU and a build that uses it. */
  CUDA,
  /** No such GPU: what is said then can only be tested there. */
  NO_CUDA,
  /** Chromium and its driver. */
  CHROMIUM,
  /** ONNX's own test vectors, Debian's {@code libonnx-testdata}. */
  ONNX_TESTDATA,
  /** A Python with NumPy, pandas and matplotlib, for those who go on in a notebook. */
  PYTHON,
  /** Linux: {@code /proc}, {@code /dev/full}, file names of any bytes. */
  LINUX,
  /** Signals and {@code sh}: everywhere but on Windows. */
  POSIX;

  /** The system property that lists what must be there. */
  public static final String REQUIRED = "entroscope.require";

  /** As in {@value #REQUIRED}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Goes on if it is there.
   *
   * @param lacking what exactly is missing, and where it is looked for or how to get it
   * @throws MissingFacility to skip the test
   * @throws AssertionError if {@value #REQUIRED} names it
   */
  public void need(boolean present, String lacking) {
    Set<String> required = required(System.getProperty(REQUIRED, ""));
    if (present) {
      return;
    }
    if (required.contains(id())) {
      throw new AssertionError(
          id() + " is missing, though -D" + REQUIRED + " names it: " + lacking);
    }
    throw new MissingFacility(this, lacking);
  }

  /** Goes on where there are signals and a shell. */
  public static void needPosix() {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    POSIX.need(!windows, "this is Windows");
  }

  private static Set<String> required(String list) {
    Set<String> known = Arrays.stream(values()).map(Facility::id).collect(Collectors.toSet());
    Set<String> named =
        Arrays.stream(list.split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet());
    if (!known.containsAll(named)) {
      throw new AssertionError("-D" + REQUIRED + "=" + list + " names none of " + known);
    }
    return named;
  }
}
