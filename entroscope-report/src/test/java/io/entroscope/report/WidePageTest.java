package io.entroscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.report.internal.view.Thinning;
import io.entroscope.result.AnalysisResult;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a result with 1,000 classes and 50 layers of 4,096 units. */
class WidePageTest {
  private static final long MIB = 1 << 20;

  @TempDir static Path folder;
  private static Path page;
  private static Thinning thinning;

  @BeforeAll
  static void write() {
    AnalysisResult wide = MadeUp.wide();
    thinning = Thinning.of(wide);
    page = folder.resolve("wide.html");
    Report.write(wide, page);
  }

  @Test
  void staysSmallAndSaysWhatIsLeftOut() {
    assertThat(page).isRegularFile();
    assertThat(page.toFile().length()).isBetween(2 * MIB, 6 * MIB);
    assertThat(thinning.patterns()).hasSizeBetween(2, 100);
    assertThat(thinning.notes())
        .anyMatch(
            note ->
                note.matches(
                    "Activation patterns and histograms are kept for \\d+ of 1,000 classes."));
    assertThat(page)
        .content()
        .contains(thinning.notes().get(0), "The full numbers are in result.json.");
  }

  @Test
  void everyFigureWorksInTheBrowser() throws IOException {
    try (Browser browser = Browser.start(folder)) {
      browser.open(page);
      assertThat(browser.messages()).isEmpty();
      int[] first = thinning.initial();
      assertThat(browser.text("return [P.state.a, P.state.b].join()"))
          .isEqualTo(first[0] + "," + first[1]);
      for (String figure : new String[] {"1", "2", "3", "5", "6"}) {
        assertThat(
                browser.text(
                    "return document.querySelectorAll(`#figure-${arguments[0]} .plot >"
                        + " svg[role=img] *`).length > 20",
                    figure))
            .as("figure %s", figure)
            .isEqualTo("true");
      }
      // A class whose units were left out still has its curve, and the others say what they lack.
      int absent = thinning.patterns().contains(500) ? 501 : 500;
      browser.run("P.set({a: arguments[0], b: -1})", absent);
      browser.run("document.getElementById('figure-2').scrollIntoView()");
      browser.until(
          () -> browser.find("#figure-2 .plot").getText().contains("not in this page"),
          "figure 2 says what it lacks");
      assertThat(browser.text("return document.querySelector('#figure-1 .plot > svg').textContent"))
          .contains("class number");
      assertThat(browser.messages()).isEmpty();
    }
  }

  @Test
  void demoIsFarSmaller() {
    Path small = folder.resolve("small.html");
    Report.write(MadeUpExtras.full(), small);
    assertThat(small.toFile().length()).isLessThan(3 * MIB);
    assertThat(Thinning.of(MadeUpExtras.full()).notes()).isEmpty();
  }
}
