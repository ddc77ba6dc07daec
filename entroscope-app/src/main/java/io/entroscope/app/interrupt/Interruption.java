package io.entroscope.app.interrupt;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Says, when the program is stopped from outside (Ctrl-C, a scheduler), what is left of its work. A
 * program that ends by itself says nothing.
 */
public final class Interruption {
  private static final String NOTHING = "nothing was written";

  /** What a stopped program leaves; empty: it is over, or not watched. */
  private static final AtomicReference<String> LEFT = new AtomicReference<>("");

  /** Where that lies; null: what is left is left wherever it is. */
  private static final AtomicReference<@Nullable Path> PLACE = new AtomicReference<>();

  private Interruption() {}

  /**
   * Watches over this program.
   *
   * @param teller prints a line when it is stopped
   */
  public static void watch(Consumer<String> teller) {
    LEFT.set(NOTHING);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  String left = LEFT.getAndSet("");
                  Path place = PLACE.get();
                  if (!left.isEmpty()) {
                    boolean none = place != null && !Files.exists(place);
                    teller.accept("interrupted; " + (none ? NOTHING : left));
                  }
                },
                "say what is left"));
  }

  /**
   * From here on, being stopped leaves this.
   *
   * @param what a half-sentence
   * @param where what was written lies; nothing was written while it is not there
   */
  public static void leaves(String what, Path where) {
    leaves(what);
    PLACE.set(where);
  }

  /** From here on, being stopped leaves this: a half-sentence. */
  public static void leaves(String what) {
    LEFT.updateAndGet(left -> left.isEmpty() ? "" : what);
  }

  /** The program ends by itself. */
  public static void over() {
    LEFT.set("");
  }
}
