package io.entroscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.report.internal.page.Assets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.NativeJSON;
import org.mozilla.javascript.ScriptableObject;

/** The page's script has nothing in it that JSHint takes for a mistake. */
class LintTest {
  private static final String JSHINT = "/META-INF/resources/webjars/jshint/2.13.6/dist/jshint.js";

  /** What is looked for; what draws may use nothing of a browser. */
  private static final String OPTIONS =
      """
      {
        "esversion": 11, "undef": true, "unused": "vars", "shadow": "outer", "freeze": true,
        "noarg": true, "nonew": true, "eqnull": true,
        "laxbreak": true, "loopfunc": true, "maxerr": 100,
        "-W018": true, "-W097": true
      }
      """;

  private static final String OF_BOTH =
      "\"E\": true, \"Float32Array\": false, \"Float64Array\": false, \"Uint8Array\": false,"
          + " \"DataView\": false, \"Map\": false";

  private static final String OF_THE_PAGE =
      ", \"P\": true, \"Set\": false, \"document\": false, \"location\": false,"
          + " \"history\": false, \"IntersectionObserver\": false, \"ResizeObserver\": false,"
          + " \"getComputedStyle\": false, \"URL\": false, \"URLSearchParams\": false,"
          + " \"Blob\": false, \"Image\": false, \"addEventListener\": false,"
          + " \"performance\": false, \"setTimeout\": false, \"innerWidth\": false,"
          + " \"matchMedia\": false";

  @Test
  void nothingIsTakenForAMistake() throws IOException {
    Context context = Context.enter();
    try {
      context.setLanguageVersion(Context.VERSION_ES6);
      context.setInterpretedMode(true);
      ScriptableObject scope = context.initSafeStandardObjects();
      context.evaluateString(scope, "var window = {};", "window", 1, null);
      context.evaluateString(scope, read(JSHINT), "jshint", 1, null);
      give(context, scope, "OPTIONS", OPTIONS);
      assertThat(
              Stream.concat(
                      Assets.drawingModules().stream().map(of -> faults(context, scope, of, "")),
                      Assets.pageModules().stream()
                          .map(of -> faults(context, scope, of, OF_THE_PAGE)))
                  .filter(faults -> !faults.isEmpty()))
          .isEmpty();
      assertThat(lint(context, scope, "let a = b;", "")).contains("'b' is not defined");
    } finally {
      Context.exit();
    }
  }

  private static String faults(
      Context context, ScriptableObject scope, String module, String globals) {
    String found = lint(context, scope, Assets.read(module + ".js"), globals);
    return found.isEmpty() ? "" : module + "\n" + found;
  }

  private static String lint(
      Context context, ScriptableObject scope, String source, String globals) {
    ScriptableObject.putProperty(scope, "SOURCE", source);
    give(context, scope, "GLOBALS", "{" + OF_BOTH + globals + "}");
    return Context.toString(
        context.evaluateString(
            scope,
            "JSHINT(SOURCE, OPTIONS, GLOBALS); JSHINT.errors.map(e => e.line + ':' +"
                + " e.character + ' ' + e.reason).join('\\n')",
            "lint",
            1,
            null));
  }

  private static void give(Context context, ScriptableObject scope, String name, String json) {
    Object value = NativeJSON.parse(context, scope, json, (c, s, t, arguments) -> arguments[1]);
    ScriptableObject.putProperty(scope, name, value);
  }

  private static String read(String name) throws IOException {
    try (InputStream in = LintTest.class.getResourceAsStream(name)) {
      assertThat(in).as("JSHint, %s", name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
