package io.entroscope.report.internal.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The scripts, the style and the frame of the page, from this module's resources. */
public final class Assets {
  private static final String FOLDER = "/io/entroscope/report/";
  private static final List<String> DRAWING =
      List.of("base", "numbers", "scale", "theme", "svg", "png", "data", "plot", "grid");
  private static final List<String> FIGURES =
      List.of(
          "f1-entropy-by-depth",
          "f2-patterns",
          "f3-histograms",
          "f4-feature-maps",
          "f5-classes",
          "f6-stability",
          "f7-training",
          "f7-information",
          "f8-indicators",
          "f9-blocks",
          "comparison");
  private static final List<String> PAGE = List.of("state", "reach", "download", "figure", "main");

  private Assets() {}

  /** What draws the figures, in the page as well as outside a browser. */
  public static String drawing() {
    return all("draw", DRAWING) + all("figures", FIGURES);
  }

  /** What makes the page interactive. */
  public static String page() {
    return all("page", PAGE);
  }

  public static String style() {
    return read("page/page.css");
  }

  private static String all(String folder, List<String> names) {
    StringBuilder out = new StringBuilder();
    names.forEach(name -> out.append(read(folder + "/" + name + ".js")));
    return out.toString();
  }

  public static String read(String name) {
    try (InputStream in = Assets.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
