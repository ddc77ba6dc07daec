package io.entroscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.report.internal.view.ResultView;
import io.entroscope.report.internal.view.Thinning;
import io.entroscope.result.derived.ResultComparison;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page as a browser shows it: whole, quiet, quick, readable for everyone. */
class PageInBrowserTest {
  private static final String COUNT_FIGURES =
      "return document.querySelectorAll(`#figure-${arguments[0]} .plot > svg[role=img]`).length";

  @TempDir static Path folder;
  private static Browser browser;
  private static Path page;
  private static Path plain;
  private static Path comparison;

  @BeforeAll
  static void start() throws IOException {
    browser = Browser.start(folder);
    page = folder.resolve("full.html");
    plain = folder.resolve("plain.html");
    comparison = folder.resolve("comparison.html");
    Report.write(MadeUpExtras.full(), page);
    Report.write(MadeUp.cifar(), plain);
    Reports.compare(
        ResultComparison.of(
            List.of("a/result.json", "b/result.json"), List.of(MadeUp.mnist(), MadeUp.cifar())),
        comparison);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void plainWindow() {
    browser.prefer("light");
    browser.resize(1280, 900);
  }

  @Test
  void opensFromDiskWithoutRequestOrComplaint() {
    for (Path one : List.of(page, plain, comparison)) {
      browser.open(one);
      assertThat(browser.messages()).isEmpty();
      assertThat(browser.requests())
          .contains(one.toUri().toString().replace("file:/tmp", "file:///tmp"))
          .allMatch(url -> url.startsWith("file:") || url.startsWith("data:"));
    }
  }

  @Test
  void drawsEveryFigureThatTheResultHasNumbersFor() {
    browser.open(page);
    for (Figure figure : Figure.values()) {
      assertThat(browser.text(COUNT_FIGURES, figure.id())).as(figure.id()).isEqualTo("1");
    }
    browser.open(plain);
    assertThat(browser.text(COUNT_FIGURES, "4")).isEqualTo("0");
    assertThat(browser.text("return document.getElementById('figure-4')")).isEqualTo("null");
    assertThat(browser.find("#more").getText())
        .contains("Feature maps: ", "--feature-maps")
        .doesNotContain("`");
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void browserAndFilesShowTheSameBytes(String theme) {
    browser.open(page);
    String view = ResultView.of(MadeUpExtras.full(), Thinning.of(MadeUpExtras.full()));
    try (Drawing drawing = new Drawing(view)) {
      for (Figure figure : Figure.values()) {
        Drawing.Files files =
            drawing.files(figure.id(), "{}", Theme.valueOf(theme.toUpperCase(Locale.ROOT)));
        Map<?, ?> seen =
            (Map<?, ?>)
                browser.run(
                    "return E.files(P.view, arguments[0], {}, arguments[1], 860)",
                    figure.id(),
                    theme);
        assertThat(files).isNotNull();
        assertThat(seen.get("svg")).as("SVG of figure %s", figure.id()).isEqualTo(files.svg());
        assertThat(seen.get("csv")).as("CSV of figure %s", figure.id()).isEqualTo(files.csv());
      }
    }
    assertThat(browser.run("return E.inOrder(E.figures).map(f => f.id)"))
        .isEqualTo(java.util.Arrays.stream(Figure.values()).map(Figure::id).toList());
  }

  @Test
  void firstScreenHoldsWhatMatters() {
    Path ordinary = folder.resolve("ordinary.html");
    Report.write(Records.with(MadeUpExtras.full(), "training", null, "blocks", null), ordinary);
    browser.open(ordinary);
    String first =
        browser.text(
            "return [...document.querySelectorAll('h1, .facts, .accuracy, .verdict, .caveats li,"
                + " #figure-0 svg[role=img], #figure-1 h2, #figure-1 svg[role=img]')]"
                + ".filter(e => e.getBoundingClientRect().bottom <= innerHeight)"
                + ".map(e => e.textContent).join('\\n')");
    assertThat(first)
        .contains("mnist-cnn-3fc.onnx", "1,000 images", "0.9160", "falls at every step")
        .contains(
            "Scale dependence",
            "Only 100 images",
            "The network: ",
            "Figure 1",
            "Entropy by depth: ");
  }

  @Test
  void firstScreenIsDrawnInTime() {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      browser.open(page);
      Object at =
          browser.run(
              "return performance.getEntriesByName('entroscope-first-figure')[0].startTime");
      best = Math.min(best, ((Number) at).doubleValue());
    }
    assertThat(best).as("milliseconds to the first figure, best of three").isLessThan(1500);
  }

  @Test
  void paperFiguresAreFoundByNumber() {
    browser.open(page);
    assertThat(browser.find("main").getText())
        .contains(
            "the paper’s figures 10 to 15",
            "the paper’s figures 4 to 6",
            "the paper’s figures 7 to 9",
            "the paper’s figures 2 and 3");
  }

  @ParameterizedTest
  @CsvSource({"full, light", "full, dark", "comparison, light", "comparison, dark"})
  void axeFindsNoSeriousFault(String name, String scheme) throws IOException {
    browser.prefer(scheme);
    browser.open(folder.resolve(name + ".html"));
    assertThat(browser.text("return document.documentElement.dataset.theme")).isEqualTo(scheme);
    browser.run("document.querySelector('.actions button:first-child').click()");
    assertThat(browser.accessibilityFaults()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {320, 375, 768})
  void nothingIsCutOffAtNarrowWidths(int width) {
    for (Path one : List.of(page, comparison)) {
      browser.resize(width, 800);
      browser.open(one);
      assertThat(browser.text("return document.documentElement.scrollWidth <= innerWidth"))
          .as("%s at %d", one.getFileName(), width)
          .isEqualTo("true");
      assertThat(
              browser.text(
                  "return [...document.querySelectorAll('.plot')]"
                      + ".every(p => p.scrollWidth <= p.clientWidth + 1)"))
          .as("figures of %s at %d", one.getFileName(), width)
          .isEqualTo("true");
    }
  }

  @Test
  void printsLightWithAllFigures() {
    browser.prefer("dark");
    browser.open(page);
    browser.run("window.dispatchEvent(new Event('beforeprint'))");
    assertThat(browser.text("return document.documentElement.dataset.theme")).isEqualTo("light");
    assertThat(browser.text("return document.querySelectorAll('.plot > svg[role=img]').length"))
        .isEqualTo(String.valueOf(Figure.values().length));
    browser.run("window.dispatchEvent(new Event('afterprint'))");
    assertThat(browser.text("return document.documentElement.dataset.theme")).isEqualTo("dark");
    Object pdf = browser.driver.executeCdpCommand("Page.printToPDF", Map.of()).get("data");
    assertThat(String.valueOf(pdf)).startsWith("JVBERi0").hasSizeGreaterThan(20_000);
  }
}
