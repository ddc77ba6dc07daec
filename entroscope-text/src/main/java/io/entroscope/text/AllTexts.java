package io.entroscope.text;

import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** The same done with many texts, on all processors. */
final class AllTexts {
  private AllTexts() {}

  /**
   * What comes of each text, in their order. A parallel stream that fails leaves some of its work
   * running; here all of it has ended before anything is thrown, so that what it works with can be
   * closed.
   *
   * @throws RuntimeException what a text failed with, of one of them
   */
  static <T> List<T> map(List<String> texts, Function<String, T> work) {
    Queue<RuntimeException> failed = new ConcurrentLinkedQueue<>();
    List<Optional<T>> done =
        texts.parallelStream().map(text -> attempt(text, work, failed)).toList();
    if (!failed.isEmpty()) {
      throw failed.remove();
    }
    return done.stream().flatMap(Optional::stream).toList();
  }

  private static <T> Optional<T> attempt(
      String text, Function<String, T> work, Queue<RuntimeException> failed) {
    try {
      return Optional.of(work.apply(text));
    } catch (RuntimeException e) {
      failed.add(e);
      return Optional.empty();
    }
  }
}
