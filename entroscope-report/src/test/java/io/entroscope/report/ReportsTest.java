package io.entroscope.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultException;
import io.entroscope.result.ResultJson;
import io.entroscope.result.derived.ResultComparison;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports as files. */
class ReportsTest {
  /** Without what another module writes. */
  private static final Set<Format> ALL = EnumSet.complementOf(EnumSet.of(Format.PARQUET));

  @TempDir Path folder;

  @Test
  void everyFormatOfEveryFigure() throws IOException {
    List<Path> written =
        Reports.render(MadeUpExtras.full(), ReportRequest.of(ALL, OptionalInt.empty()), folder);
    assertThat(written).hasSize(7 + 4 * Figure.values().length).allMatch(Files::isRegularFile);
    assertThat(written)
        .contains(
            folder.resolve("report.html"), folder.resolve("figure-7a-entropy-over-training.csv"));
    for (Figure figure : Figure.values()) {
      BufferedImage image = ImageIO.read(folder.resolve(figure.fileName() + ".png").toFile());
      assertThat(image.getWidth()).as(figure.id()).isEqualTo(2 * (Drawing.WIDTH + 32));
      Set<Integer> colours = new HashSet<>();
      for (int y = 0; y < image.getHeight(); y += 3) {
        for (int x = 0; x < image.getWidth(); x += 3) {
          colours.add(image.getRGB(x, y));
        }
      }
      assertThat(colours).as("colours of figure %s", figure.id()).hasSizeGreaterThan(20);
    }
  }

  @Test
  void sameBytesEveryTime() throws IOException {
    Path other = folder.resolve("other");
    Path file = folder.resolve("result.json");
    ResultJson.write(MadeUpExtras.full(), file);
    List<Path> first =
        Reports.render(List.of(file), ReportRequest.of(ALL, OptionalInt.empty()), folder);
    List<Path> second =
        Reports.render(List.of(file), ReportRequest.of(ALL, OptionalInt.empty()), other);
    for (int i = 0; i < first.size(); i++) {
      assertThat(first.get(i)).hasSameBinaryContentAs(second.get(i));
    }
  }

  @Test
  void onlyOneFigure() {
    List<Path> written =
        Reports.render(
            MadeUp.mnist(), ReportRequest.of(EnumSet.of(Format.SVG), OptionalInt.of(3)), folder);
    assertThat(written).containsExactly(folder.resolve("figure-3-statistical-activation.svg"));
  }

  @Test
  void figuresWithoutNumbersAreLeftOutOrAskedForInVain() {
    List<Path> written =
        Reports.render(
            MadeUp.mnist(), ReportRequest.of(EnumSet.of(Format.CSV), OptionalInt.empty()), folder);
    assertThat(written)
        .extracting(Path::getFileName)
        .noneMatch(name -> name.toString().contains("-4-"));
    assertThatThrownBy(
            () ->
                Reports.render(
                    MadeUp.mnist(),
                    ReportRequest.of(EnumSet.of(Format.CSV), OptionalInt.of(4)),
                    folder))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("mnist-cnn-3fc.onnx does not hold what figure 4 shows");
    assertThatThrownBy(
            () ->
                Reports.render(
                    MadeUp.mnist(),
                    ReportRequest.of(EnumSet.of(Format.CSV), OptionalInt.of(11)),
                    folder))
        .isInstanceOf(ReportException.class)
        .hasMessageStartingWith("there is no figure 11");
  }

  @Test
  void severalResultsGetAFolderEach() {
    Path one = folder.resolve("one/result.json");
    Path two = folder.resolve("two/one.json");
    ResultJson.write(MadeUp.mnist(), one);
    ResultJson.write(MadeUp.mnist(), two);
    List<Path> written =
        Reports.render(
            List.of(one, two),
            ReportRequest.of(EnumSet.of(Format.HTML), OptionalInt.empty()),
            folder);
    assertThat(written)
        .containsExactly(folder.resolve("one/report.html"), folder.resolve("one-2/report.html"));
  }

  @Test
  void placeThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(
            () ->
                Reports.render(
                    MadeUp.mnist(),
                    ReportRequest.of(EnumSet.of(Format.HTML), OptionalInt.empty()),
                    file))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("is a file, not a directory")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(
            () ->
                Reports.render(
                    List.of(folder.resolve("none.json")),
                    ReportRequest.of(EnumSet.of(Format.HTML), OptionalInt.empty()),
                    folder))
        .isInstanceOf(ResultException.class)
        .hasMessageContaining("no result at");
  }

  @Test
  void comparisonIsWritten() {
    Path one = folder.resolve("one/result.json");
    Path two = folder.resolve("two/result.json");
    AnalysisResult result = MadeUp.mnist();
    ResultJson.write(result, one);
    ResultJson.write(result, two);
    Path page = folder.resolve("compare.html");
    Reports.compare(ResultComparison.read(List.of(one, two)), page);
    assertThat(page)
        .content()
        .contains("Everything is compared with one, the first.", "<b>two</b>");
    assertThatThrownBy(() -> ResultComparison.read(List.of(one)))
        .isInstanceOf(ResultException.class)
        .hasMessage("a comparison needs 2 to 20 results; given: 1");
  }
}
