package io.entroscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.report.internal.page.Assets;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ScriptableObject;

/** The parts that figures are drawn from: numbers as text, scales, colours, labels, pictures. */
class DrawingCodeTest {
  private Context context;
  private ScriptableObject scope;

  @BeforeEach
  void load() {
    context = Context.enter();
    context.setLanguageVersion(Context.VERSION_ES6);
    context.setInterpretedMode(true);
    scope = context.initSafeStandardObjects();
    context.evaluateString(scope, Assets.drawing(), "drawing", 1, null);
  }

  @AfterEach
  void leave() {
    Context.exit();
  }

  private String value(String script) {
    return Context.toString(context.evaluateString(scope, script, "test", 1, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "E.fixed(1234.5678, 2) | 1,234.57",
        "E.fixed(-0.0004, 2) | 0.00",
        "E.fixed(-0.5, 1) | −0.5",
        "E.count(1000000) | 1,000,000",
        "E.signed(0.25, 2) | +0.25",
        "E.signed(-0.25, 2) | −0.25",
        "E.signed(0.001, 2) | 0.00",
        "E.significant(0.000012345, 3) | 1.23×10⁻⁵",
        "E.significant(0.012345, 3) | 0.0123",
        "E.significant(12345, 3) | 12,345",
        "E.significant(0, 3) | 0",
        "E.power(-12) | 10⁻¹²",
        "E.percent(0.5) | 50%",
        "E.percent(0.004) | 0.4%",
        "E.percent(0.998) | 99.80%",
        "E.many(1, 'image') | 1 image",
        "E.many(2, 'class', 'classes') | 2 classes",
        "E.cell(0.1 + 0.2) | 0.3",
        "E.cell(null) |  ''",
        "E.cell(NaN) |  ''",
        "E.cell('a,b') | \"a,b\"",
        "E.cell('a\\u001b[2Jb\\u202ec\\u009b') |  a\uFFFD[2Jb\uFFFDc\uFFFD",
        "E.escape('a\\u202eb\\u2066c\\u009b') |  a\uFFFDb\uFFFDc\uFFFD",
        "E.cell('-1') | '-1",
        "E.linear(0, 1, 0, 100)(0.25) | 25",
        "E.linear(0, 1, 0, 100).ticks(4).map(t => t[1]).join(' ') | 0.0 0.5 1.0",
        "E.niceLinear(0.13, 0.87, 5, 0, 1).low | 0",
        "E.niceLinear(0.13, 0.87, 5, 0, 1).high | 1",
        "E.niceLinear(3, 3, 5, 0, 1).low < 3 | true",
        "E.log(0.001, 10, 0, 4)(0.1) | 2",
        "E.log(0.001, 1, 0, 3).ticks(9).map(t => t[1]).join(' ') | 10⁻³ 10⁻² 10⁻¹ 1",
        "E.textWidth('mean', 10) | 25.01",
        "E.fit('a long name', 30, 10) | a lon…",
        "E.wrap('one two three', 40, 10).join('/') | one two/three",
        "E.pick([['a'], ['b']], 'b') | b",
        "E.pick([['a'], ['b']], 'z') | a",
      })
  void givesWhatItShould(String script, String expected) {
    if (script.startsWith("E.cell('-1')")) {
      expected = "'-1";
    }
    assertThat(value(script)).isEqualTo(expected);
  }

  /**
   * Within a theme, lines and marks stand out by 3:1, words by 4.5:1 (WCAG 2.1, 1.4.3 and 1.4.11).
   */
  @Test
  void coloursStandOut() {
    for (Theme theme : Theme.values()) {
      String name = "E.themes." + theme.name().toLowerCase(Locale.ROOT);
      for (String colour : new String[] {"ink", "soft", "a", "b", "rise", "flat"}) {
        double most = colour.equals("a") || colour.equals("b") || colour.equals("flat") ? 3 : 4.5;
        assertThat(contrast(value(name + "." + colour), value(name + ".paper")))
            .as("%s in %s", colour, theme)
            .isGreaterThanOrEqualTo(most);
      }
      for (int i = 0; i <= 100; i++) {
        String at = "(" + name + ", " + i + " / 100)";
        assertThat(contrast(value("E.rampColour" + at), value("E.inkOn" + at)))
            .as("%d%% of the ramp in %s", i, theme)
            .isGreaterThanOrEqualTo(4.5);
      }
    }
  }

  private static double contrast(String one, String other) {
    double a = luminance(one) + 0.05;
    double b = luminance(other) + 0.05;
    return Math.max(a, b) / Math.min(a, b);
  }

  private static double luminance(String hex) {
    double[] weights = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      double c = Integer.parseInt(hex.substring(1 + 2 * k, 3 + 2 * k), 16) / 255.0;
      sum += weights[k] * (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
  }

  @Test
  void labelsDoNotOverlapAndStayInside() {
    String made =
        value(
            "E.spread([5, 5, 6, 90, 200, 200, 201].map(y => ({y: y})), 12, 0, 200)"
                + ".map(l => l.at).sort((p, q) => p - q).join()");
    double last = Double.NEGATIVE_INFINITY;
    for (String at : made.split(",", -1)) {
      double y = Double.parseDouble(at);
      assertThat(y).isBetween(0.0, 200.0).isGreaterThanOrEqualTo(last + 12 - 1e-9);
      last = y;
    }
  }

  @Test
  void picturesAreReadBackPixelByPixel() throws Exception {
    String url =
        value("E.png(300, 250, Array.from({length: 75000}, (_, i) => (i * 7) % 256), null)");
    byte[] bytes =
        java.util.Base64.getDecoder().decode(url.substring("data:image/png;base64,".length()));
    var image = javax.imageio.ImageIO.read(new java.io.ByteArrayInputStream(bytes));
    assertThat(image.getWidth()).isEqualTo(300);
    for (int i = 0; i < 75000; i += 11) {
      assertThat(image.getRaster().getSample(i % 300, i / 300, 0)).isEqualTo(i * 7 % 256);
    }
  }
}
