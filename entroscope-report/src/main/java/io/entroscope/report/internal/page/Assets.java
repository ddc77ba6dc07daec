package io.entroscope.report.internal.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** The scripts, the style and the frame of the page, from this module's resources. */
public final class Assets {
  private static final String FOLDER = "/io/entroscope/report/";
  private static final List<String> DRAWING =
      List.of(
          "base", "numbers", "scale", "theme", "svg", "png", "data", "plot", "grid", "panorama");
  private static final List<String> FIGURES =
      List.of(
          "f0-network",
          "f1-entropy-by-depth",
          "f2-patterns",
          "f3-histograms",
          "f4-feature-maps",
          "f5-classes",
          "f5-wrong-images",
          "f6-stability",
          "f7-training",
          "f7-maximization",
          "f7-information",
          "f8-indicators",
          "f9-blocks",
          "f10-patterns-and-curve",
          "comparison",
          "comparison-together",
          "comparison-indicators");
  private static final List<String> PAGE =
      List.of(
          "state",
          "address",
          "theme",
          "reach",
          "zoom",
          "download",
          "control",
          "figure",
          "bar",
          "main");

  private Assets() {}

  /** The modules of what draws, in their order, such as {@code draw/base}. */
  public static List<String> drawingModules() {
    return Stream.concat(
            DRAWING.stream().map(name -> "draw/" + name),
            FIGURES.stream().map(name -> "figures/" + name))
        .toList();
  }

  /** The modules of what makes the page interactive, in their order. */
  public static List<String> pageModules() {
    return PAGE.stream().map(name -> "page/" + name).toList();
  }

  /** What draws the figures, in the page as well as outside a browser. */
  public static String drawing() {
    return all(drawingModules());
  }

  /** What makes the page interactive. */
  public static String page() {
    return all(pageModules());
  }

  public static String style() {
    return read("page/page.css");
  }

  private static String all(List<String> modules) {
    StringBuilder out = new StringBuilder();
    modules.forEach(module -> out.append(read(module + ".js")));
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
