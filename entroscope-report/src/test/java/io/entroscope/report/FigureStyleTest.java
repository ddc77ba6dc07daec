package io.entroscope.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.layer.LayerResult;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures as a paper wants them: PDF, a size, chosen classes, no title. */
class FigureStyleTest {
  @TempDir private Path folder;

  private Path figure(Format format, FigureStyle style) {
    ReportRequest request = new ReportRequest(EnumSet.of(format), OptionalInt.of(1), style);
    return Reports.render(MadeUp.mnist(), request, folder).get(0);
  }

  @Test
  void pdfShowsWhatThePngShows() throws IOException {
    FigureStyle style = new FigureStyle(600, 96, List.of(), true);
    BufferedImage png = ImageIO.read(figure(Format.PNG, style).toFile());
    try (PDDocument pdf = Loader.loadPDF(figure(Format.PDF, style).toFile())) {
      assertThat(pdf.getNumberOfPages()).isEqualTo(1);
      assertThat(pdf.getPage(0).getMediaBox().getWidth()).isCloseTo(450f, within(0.5f));
      BufferedImage drawn = new PDFRenderer(pdf).renderImageWithDPI(0, 96);
      assertThat(drawn.getWidth()).isCloseTo(png.getWidth(), within(1));
      assertThat(drawn.getHeight()).isCloseTo(png.getHeight(), within(1));
      assertThat(difference(png, drawn)).isLessThan(4);
      assertThat(
              difference(
                  png,
                  new BufferedImage(png.getWidth(), png.getHeight(), BufferedImage.TYPE_INT_RGB)))
          .isGreaterThan(100);
    }
  }

  /** The mean difference of the pixels' channels, of 255. */
  private static double difference(BufferedImage a, BufferedImage b) {
    long sum = 0;
    int width = Math.min(a.getWidth(), b.getWidth());
    int height = Math.min(a.getHeight(), b.getHeight());
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int shift = 0; shift < 24; shift += 8) {
          sum += Math.abs((a.getRGB(x, y) >> shift & 255) - (b.getRGB(x, y) >> shift & 255));
        }
      }
    }
    return sum / (3.0 * width * height);
  }

  @Test
  void widthAndResolutionAreWhatWasAskedFor() throws IOException {
    Path file = figure(Format.PNG, new FigureStyle(340, 300, List.of(), false));
    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(image.getWidth()).isCloseTo(340 * 300 / 96, within(1));
    assertThat(image.getRGB(0, 0) & 0xFFFFFF).as("paper").isEqualTo(0xFFFFFF);
    String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    int at = bytes.indexOf("pHYs") + 4;
    assertThat(bytes.substring(at, at + 9)).isEqualTo("\0\0.#\0\0.#\1");
  }

  @Test
  void withoutTitleThereIsNoText() throws IOException {
    String usual = Files.readString(figure(Format.SVG, FigureStyle.USUAL));
    String bare = Files.readString(figure(Format.SVG, new FigureStyle(892, 192, List.of(), false)));
    assertThat(usual).contains(">Entropy by depth: ", "width=\"892\"").contains(">Accuracy ");
    assertThat(bare).contains("width=\"892\"").doesNotContain("<text x=\"16\" y=\"30\"");
    assertThat(bare.replaceFirst("<title>.*</title>", "")).doesNotContain("Entropy by depth");
  }

  @Test
  void classesAreThoseNamed() throws IOException {
    FigureStyle style = new FigureStyle(892, 192, List.of("7", "2"), true);
    assertThat(Files.readString(figure(Format.SVG, style))).contains("coloured: 7 and 2");
    FigureStyle one = new FigureStyle(892, 192, List.of("4"), true);
    assertThat(Files.readString(figure(Format.SVG, one))).contains("coloured: 4.");
    assertThatThrownBy(() -> figure(Format.SVG, new FigureStyle(892, 192, List.of("cat"), true)))
        .isInstanceOf(ReportException.class)
        .hasMessage("the result has no class 'cat'; it has 0, 1, 2, 3, 4, 5, 6, 7, 8, 9");
  }

  @Test
  void whatCannotBeDrawnIsRefused() {
    assertThatThrownBy(() -> new FigureStyle(10, 192, List.of(), true))
        .hasMessage("no figure has a width of 10 pixels; give 240 to 6000");
    assertThatThrownBy(() -> new FigureStyle(500, 5, List.of(), true))
        .hasMessageContaining("5 pixels per inch");
    assertThatThrownBy(() -> new FigureStyle(500, 96, List.of("1", "2", "3"), true))
        .hasMessageContaining("3 classes");
  }

  @Test
  void modelExplorerFindsLayersByNodeAndTensor() throws IOException {
    AnalysisResult result = MadeUp.mnist();
    ReportRequest request = ReportRequest.of(Set.of(Format.MODEL_EXPLORER), OptionalInt.empty());
    List<Path> written = Reports.render(result, request, folder);
    assertThat(written).contains(folder.resolve("model-explorer-pattern-entropy.json"));
    JsonNode data =
        JsonMapper.builder()
            .build()
            .readTree(folder.resolve("model-explorer-pattern-entropy.json").toFile());
    for (LayerResult layer : result.layers()) {
      double mean =
          layer.classes().stream()
              .mapToDouble(of -> of.patternEntropy().normalized())
              .average()
              .orElseThrow();
      assertThat(data.get("results").get(layer.facts().tensor()).get("value").asDouble())
          .isCloseTo(mean, within(1e-6));
    }
    assertThat(data.get("gradient").get(0).get("stop").asDouble()).isZero();
  }
}
