package io.entroscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.report.internal.comparison.ComparisonPage;
import io.entroscope.report.internal.page.Assets;
import io.entroscope.report.internal.view.Names;
import io.entroscope.report.internal.view.ResultView;
import io.entroscope.report.internal.view.Thinning;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.derived.ResultComparison;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.NativeJSON;
import org.mozilla.javascript.ScriptableObject;

/**
 * Every module of the page's script has a file of tests of its own, {@code js/<module>.test.js}:
 * what draws is run here without a browser, the rest in one.
 */
class ScriptModulesTest {
  @TempDir static Path folder;

  @TestFactory
  Stream<DynamicTest> whatDraws() {
    return Assets.drawingModules().stream()
        .map(module -> DynamicTest.dynamicTest(module, () -> inRhino(module)));
  }

  @TestFactory
  Stream<DynamicTest> whatThePageDoes() throws IOException {
    Browser browser = Browser.start(folder);
    Path page = folder.resolve("full.html");
    Report.write(MadeUpExtras.full(), page);
    return Assets.pageModules().stream()
        .map(module -> DynamicTest.dynamicTest(module, () -> inBrowser(browser, page, module)))
        .onClose(browser::close);
  }

  private static void inRhino(String module) throws IOException {
    Context context = Context.enter();
    try {
      context.setLanguageVersion(Context.VERSION_ES6);
      context.setInterpretedMode(true);
      ScriptableObject scope = context.initSafeStandardObjects();
      context.evaluateString(scope, Assets.drawing(), "drawing", 1, null);
      give(context, scope, "VIEW", view(MadeUpExtras.full()));
      give(context, scope, "PLAIN", view(MadeUp.cifar()));
      give(context, scope, "COMPARED", comparison());
      context.evaluateString(scope, read("harness"), "harness", 1, null);
      context.evaluateString(scope, read(module), module, 1, null);
      Object failures = context.evaluateString(scope, "outcome()", "outcome", 1, null);
      assertThat(Context.toString(failures)).isEqualTo("passed");
    } finally {
      Context.exit();
    }
  }

  private static void inBrowser(Browser browser, Path page, String module) throws IOException {
    browser.open(page);
    assertThat(browser.text(read("harness") + read(module) + "; return outcome();"))
        .isEqualTo("passed");
    assertThat(browser.messages()).isEmpty();
  }

  private static void give(Context context, ScriptableObject scope, String name, String json) {
    Object value = NativeJSON.parse(context, scope, json, (c, s, t, arguments) -> arguments[1]);
    ScriptableObject.putProperty(scope, name, value);
  }

  private static String view(AnalysisResult result) {
    return ResultView.of(result, Thinning.of(result));
  }

  private static String comparison() {
    List<AnalysisResult> results =
        List.of(MadeUpExtras.full(), MadeUpExtras.full(), MadeUp.mnist());
    ResultComparison comparison =
        ResultComparison.of(List.of("a/result.json", "b/result.json", "c/result.json"), results);
    return new ComparisonPage(comparison, Names.of(comparison)).view();
  }

  private static String read(String module) throws IOException {
    String name = "js/" + module.substring(module.indexOf('/') + 1) + ".test.js";
    try (InputStream in = ScriptModulesTest.class.getResourceAsStream(name)) {
      assertThat(in).as("the tests of a module are in src/test/resources, %s", name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
