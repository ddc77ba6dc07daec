package io.entroscope.report.internal.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.report.internal.page.Assets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ScriptableObject;

/** Numbers packed here are unpacked by the page's script, every one of them. */
class PackedTest {
  private static String unpacked(String packed) {
    Context context = Context.enter();
    try {
      context.setLanguageVersion(Context.VERSION_ES6);
      context.setInterpretedMode(true);
      ScriptableObject scope = context.initSafeStandardObjects();
      context.evaluateString(scope, Assets.drawing(), "drawing", 1, null);
      ScriptableObject.putProperty(scope, "packed", packed);
      return Context.toString(
          context.evaluateString(
              scope, "Array.from(E.numbers(packed)).map(String).join()", "test", 1, null));
    } finally {
      Context.exit();
    }
  }

  @Test
  void floatsComeBack() {
    float[] values = {0, 1, -1, 0.1f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, 1e-20f};
    StringBuilder expected = new StringBuilder("0,1,-1");
    for (int i = 3; i < values.length; i++) {
      double wide = values[i];
      expected.append(',').append(Double.isNaN(wide) ? "NaN" : plain(wide));
    }
    assertThat(unpacked(Packed.floats(values))).isEqualTo(expected.toString());
    assertThat(Packed.floats(values)).hasSize((int) Packed.lengthOfFloats(values.length));
  }

  /** As JavaScript writes a number. */
  private static String plain(double value) {
    return Context.toString(value);
  }

  @Test
  void countsOfAnySizeComeBack() {
    long seed = 5;
    Random random = new Random(seed);
    for (int length = 0; length < 40; length++) {
      Packed.Counts counts = new Packed.Counts();
      StringBuilder expected = new StringBuilder();
      for (int i = 0; i < length; i++) {
        long value = random.nextLong() & ((1L << random.nextInt(53)) - 1);
        counts.add(value);
        expected.append(i == 0 ? "" : ",").append(plain((double) value));
      }
      assertThat(unpacked(counts.text()))
          .as("seed %d, %d counts", seed, length)
          .isEqualTo(expected.toString());
    }
  }

  @Test
  void negativeCountsAreRefused() {
    assertThatThrownBy(() -> new Packed.Counts().add(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
