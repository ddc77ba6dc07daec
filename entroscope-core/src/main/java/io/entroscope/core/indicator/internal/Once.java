package io.entroscope.core.indicator.internal;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that several statistics need, made by the first that asks. Thread-safe. */
public final class Once<V> {
  private final Supplier<V> maker;
  private @Nullable V value;

  public Once(Supplier<V> maker) {
    this.maker = maker;
  }

  /** The value; whoever asks while another makes it waits. */
  public synchronized V get() {
    V made = value;
    if (made == null) {
      made = maker.get();
      value = made;
    }
    return made;
  }

  /** Lets go of it; it is made anew if it is asked for again. */
  public synchronized void forget() {
    value = null;
  }
}
