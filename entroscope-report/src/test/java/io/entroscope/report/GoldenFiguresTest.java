package io.entroscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.report.internal.comparison.ComparisonPage;
import io.entroscope.report.internal.view.Names;
import io.entroscope.report.internal.view.ResultView;
import io.entroscope.report.internal.view.Thinning;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.derived.ResultComparison;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every figure as it was when it was last looked at. After a wanted change, {@code mvn test
 * -Dgolden.update=true} writes them anew: then look at each one that changed.
 */
class GoldenFiguresTest {
  private static final Path KEPT = Path.of("src/test/resources/io/entroscope/report/golden");

  @ParameterizedTest
  @CsvSource({
    "mnist, 0, LIGHT",
    "mnist, 0, DARK",
    "mnist, 1, LIGHT",
    "mnist, 1, DARK",
    "mnist, 2, LIGHT",
    "mnist, 3, LIGHT",
    "mnist, 4, LIGHT",
    "mnist, 5, LIGHT",
    "mnist, 5, DARK",
    "mnist, 5b, LIGHT",
    "mnist, 6, LIGHT",
    "mnist, 7a, LIGHT",
    "mnist, 7b, LIGHT",
    "mnist, 7c, LIGHT",
    "mnist, 8, LIGHT",
    "mnist, 9, LIGHT",
    "mnist, 10, LIGHT",
    "cifar, 1, LIGHT",
    "cifar, 2, LIGHT",
    "cifar, 5, LIGHT",
  })
  void figureIsAsItWas(String which, String id, Theme theme) throws IOException {
    AnalysisResult result = which.equals("mnist") ? MadeUpExtras.full() : MadeUp.cifar();
    String view = ResultView.of(result, Thinning.of(result));
    compare(view, which, id, theme);
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3", "4"})
  void comparisonIsAsItWas(String id) throws IOException {
    ResultComparison comparison =
        ResultComparison.of(
            List.of("a/result.json", "b/result.json"), List.of(MadeUp.mnist(), MadeUp.cifar()));
    String view = new ComparisonPage(comparison, Names.of(comparison)).view();
    compare(view, "comparison", id, Theme.LIGHT);
  }

  private static void compare(String view, String which, String id, Theme theme)
      throws IOException {
    String name = which + "-" + id + "-" + theme.name().toLowerCase(Locale.ROOT) + ".svg";
    try (Drawing drawing = new Drawing(view)) {
      Drawing.Files files = drawing.files(id, "{}", theme);
      assertThat(files).isNotNull();
      if (Boolean.getBoolean("golden.update")) {
        Files.createDirectories(KEPT);
        Files.writeString(KEPT.resolve(name), files.svg());
        return;
      }
      try (InputStream kept = GoldenFiguresTest.class.getResourceAsStream("golden/" + name)) {
        assertThat(kept).as("golden/" + name + "; make it with -Dgolden.update=true").isNotNull();
        assertThat(files.svg())
            .as(name)
            .isEqualTo(new String(kept.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
  }
}
