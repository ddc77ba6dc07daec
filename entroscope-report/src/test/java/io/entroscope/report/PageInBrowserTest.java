package io.entroscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as people see it. */
class PageInBrowserTest {
  @TempDir static Path folder;
  private static Browser browser;

  @BeforeAll
  static void start() throws IOException {
    browser = Browser.start(folder);
    Report.write(MadeUpExtras.full(), folder.resolve("full.html"));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void opensFromDiskWithoutRequestOrComplaint() {
    browser.open(folder.resolve("full.html"));
    browser.run("window.dispatchEvent(new Event('beforeprint'))");
    assertThat(browser.messages()).isEmpty();
    assertThat(browser.requests())
        .isNotEmpty()
        .allMatch(url -> url.startsWith("file:") || url.startsWith("data:"));
    for (Figure figure : Figure.values()) {
      assertThat(
              browser.text(
                  "return document.querySelectorAll(`#figure-${arguments[0]} .plot > svg[role=img]`).length",
                  figure.id()))
          .as("figure %s", figure.id())
          .isEqualTo("1");
    }
  }

  @Test
  void browserAndFilesShowTheSameFigures() {
    browser.open(folder.resolve("full.html"));
    String options = "{}";
    try (Drawing drawing =
        new Drawing(ResultView.of(MadeUpExtras.full(), Thinning.of(MadeUpExtras.full())))) {
      for (Figure figure : Figure.values()) {
        for (Theme theme : Theme.values()) {
          Drawing.Files files = drawing.files(figure.id(), options, theme);
          Map<?, ?> seen =
              (Map<?, ?>)
                  browser.run(
                      "return E.files(P.view, arguments[0], JSON.parse(arguments[1]), arguments[2], 860)",
                      figure.id(),
                      options,
                      theme.name().toLowerCase(java.util.Locale.ROOT));
          assertThat(files).isNotNull();
          assertThat(seen.get("svg")).as("SVG of figure %s", figure.id()).isEqualTo(files.svg());
          assertThat(seen.get("csv")).as("CSV of figure %s", figure.id()).isEqualTo(files.csv());
        }
      }
    }
    assertThat(List.of(Figure.values()))
        .hasSize(((Long) browser.run("return Object.keys(E.figures).length")).intValue());
  }
}
