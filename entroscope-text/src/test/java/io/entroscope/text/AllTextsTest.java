package io.entroscope.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AllTextsTest {
  private static final List<String> TEXTS =
      IntStream.range(0, 40).mapToObj(Integer::toString).toList();

  private final AtomicInteger ended = new AtomicInteger();

  private int slowly(String text) {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    ended.incrementAndGet();
    return Integer.parseInt(text);
  }

  @Test
  void keepsTheOrder() {
    assertThat(AllTexts.map(TEXTS, this::slowly))
        .isEqualTo(IntStream.range(0, 40).boxed().toList());
  }

  /** A tokenizer that is closed while texts go through it ends the whole process. */
  @Test
  void nothingRunsAnyMoreWhenItFails() {
    for (String bad : List.of("0", "20", "39")) {
      ended.set(0);
      assertThatThrownBy(
              () ->
                  AllTexts.map(
                      TEXTS,
                      text -> {
                        if (text.equals(bad)) {
                          throw new IllegalStateException(text);
                        }
                        return slowly(text);
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(bad);
      assertThat(ended).hasValue(TEXTS.size() - 1);
    }
  }
}
