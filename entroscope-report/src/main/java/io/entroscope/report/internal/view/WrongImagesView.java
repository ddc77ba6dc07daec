package io.entroscope.report.internal.view;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.MistakenImage;
import io.entroscope.result.derived.WrongImages;
import io.entroscope.result.derived.WrongImages.WrongImage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The images that the model takes for another class, for the page. */
final class WrongImagesView {
  /** How many of the surest mistakes the page has, besides samples. */
  private static final int MOST = 60;

  private WrongImagesView() {}

  /** The images; nothing if none is known to be wrong. */
  static void write(JsonGenerator json, AnalysisResult result) throws IOException {
    WrongImages images = WrongImages.of(result, MOST);
    if (images.list().isEmpty()) {
      return;
    }
    Map<Long, MistakenImage> pictures = pictures(result);
    List<Image> list =
        images.list().stream()
            .map(image -> Image.of(image, pictures.get(image.position())))
            .toList();
    json.writeObjectField("wrong", new Wrong(images.count(), list));
  }

  private record Wrong(long count, List<Image> list) {}

  private record Image(
      long position,
      @Nullable Integer sample,
      int label,
      int predicted,
      @Nullable Double confidence,
      String apart,
      @Nullable String turns,
      @Nullable String name,
      @Nullable String png) {
    static Image of(WrongImage image, @Nullable MistakenImage pictured) {
      return new Image(
          image.position(),
          image.sample(),
          image.label(),
          image.predicted(),
          ViewJson.finite(image.confidence()),
          Packed.floats(image.apart()),
          image.turns(),
          pictured == null ? null : pictured.name(),
          pictured == null ? null : pictured.png());
    }
  }

  private static Map<Long, MistakenImage> pictures(AnalysisResult result) {
    List<MistakenImage> kept = result.predictions().mistakes();
    return kept == null
        ? Map.of()
        : kept.stream()
            .collect(Collectors.toMap(MistakenImage::position, image -> image, (a, b) -> a));
  }
}
