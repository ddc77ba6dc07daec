package io.entroscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.report.internal.view.ResultView;
import io.entroscope.report.internal.view.Thinning;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Caveat;
import io.entroscope.result.SampleImage;
import io.entroscope.result.derived.ResultComparison;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.result.layer.LayerResult;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/** Names from models and datasets are text, never markup, wherever they turn up. */
class HostileNamesTest {
  private static final List<String> NAMES =
      List.of(
          "<script>window.hacked=1</script>",
          "</script><script>window.hacked=2</script>",
          "\"><img src=x onerror=window.hacked=3>",
          "<!-- --><svg onload=window.hacked=4>",
          "]]> &lt; &amp; 'quoted' {{view}} ${x} $& \\u003c",
          "line\u2028and\u2029paragraph\nand\ttab",
          "nul \u0000 bell \u0007 \ud83d\ude00 lone \ud800",
          "=HYPERLINK(\"http://example.com\")",
          "\u202eright to left \u05d0",
          "long ".repeat(80));

  @TempDir static Path folder;

  static AnalysisResult hostile() {
    AnalysisResult full = MadeUpExtras.full();
    List<LayerResult> layers = new ArrayList<>();
    for (LayerResult layer : full.layers()) {
      List<ClassStatistics> classes = new ArrayList<>();
      for (int c = 0; c < NAMES.size(); c++) {
        classes.add(Records.with(layer.classes().get(c), "className", NAMES.get(c)));
      }
      String name = NAMES.get(layer.facts().depth() - 1) + layer.facts().depth();
      layers.add(Records.with(layer, "name", name, "kind", NAMES.get(0), "classes", classes));
    }
    List<SampleImage> samples =
        full.samples().stream()
            .map(s -> Records.with(s, "name", NAMES.get(1), "png", NAMES.get(2)))
            .toList();
    return Records.with(
        full,
        "model",
        Records.with(
            full.model(), "path", "a/" + NAMES.get(1).replace('/', '|'), "producer", NAMES.get(0)),
        "data",
        Records.with(full.data(), "path", NAMES.get(2), "classes", NAMES),
        "settings",
        Records.with(full.settings(), "layers", NAMES.get(3)),
        "verdict",
        Records.with(full.verdict(), "summary", NAMES.get(0)),
        "caveats",
        List.of(new Caveat(NAMES.get(2), NAMES.get(1))),
        "samples",
        samples,
        "layers",
        layers);
  }

  @Test
  void pageShowsThemAsText() throws IOException {
    Path page = folder.resolve("hostile.html");
    Report.write(hostile(), page);
    Path comparison = folder.resolve("comparison.html");
    Reports.compare(
        ResultComparison.of(NAMES.subList(0, 2), List.of(hostile(), hostile())), comparison);
    for (Path one : List.of(comparison, page)) {
      assertThat(Files.readString(one)).doesNotContain("\u202e");
    }
    try (Browser browser = Browser.start(folder)) {
      for (Path one : List.of(comparison, page)) {
        browser.open(one);
        browser.run(
            "document.querySelectorAll('.actions button:first-child').forEach(b => b.click())");
        assertThat(browser.messages()).isEmpty();
        assertThat(browser.text("return String(window.hacked)")).isEqualTo("undefined");
        assertThat(browser.text("return document.scripts.length")).isEqualTo("2");
        assertThat(
                browser.text(
                    "return document.querySelectorAll('img, iframe, object, embed, [onerror],"
                        + " [onload]').length"))
            .isEqualTo("0");
        assertThat(browser.requests())
            .allMatch(url -> url.startsWith("file:") || url.startsWith("data:image/png;base64,"));
      }
      assertThat(browser.find("h1").getText())
          .isEqualTo("<|script><script>window.hacked=2<|script>");
      assertThat(browser.find(".verdict").getText()).isEqualTo(NAMES.get(0));
      assertThat(
              browser.text(
                  "return document.querySelector('#picks option[value=\"2\"]').textContent"))
          .isEqualTo(NAMES.get(2));
      assertThat(browser.text("return P.view.data.classes[5]")).isEqualTo(NAMES.get(5));
      assertThat(browser.text("return document.querySelector('#figure-1 svg').textContent"))
          .contains("<script>");
    }
  }

  @Test
  void picturesAreWellFormedAndTablesSafe() throws Exception {
    try (Drawing drawing = new Drawing(ResultView.of(hostile(), Thinning.of(hostile())))) {
      for (Figure figure : Figure.values()) {
        Drawing.Files files = drawing.files(figure.id(), "{}", Theme.LIGHT);
        assertThat(files).isNotNull();
        var document =
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(files.svg())));
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
        assertThat(document.getElementsByTagName("img").getLength()).isZero();
        assertThat(files.svg()).doesNotContain("\u202e");
        assertThat(files.csv().lines()).noneMatch(line -> line.matches("(.*,)?\"?=HYPERLINK.*"));
        assertThat(Png.of(files.svg())).startsWith(0x89, 'P', 'N', 'G');
      }
      Drawing.Files spread = drawing.files("5", "{}", Theme.LIGHT);
      assertThat(spread).isNotNull();
      assertThat(spread.csv()).contains("\"'=HYPERLINK(\"\"http://example.com\"\")\"");
    }
  }
}
