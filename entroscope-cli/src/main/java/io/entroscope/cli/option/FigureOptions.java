package io.entroscope.cli.option;

import io.entroscope.core.PlanException;
import io.entroscope.report.FigureStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What figures in files look like, for papers. */
public final class FigureOptions {
  private static final Pattern LENGTH =
      Pattern.compile("(\\d{1,5}(?:\\.\\d{1,4})?)(px|pt|mm|cm|in)?");

  /** Pixels in a unit of length: 96 make an inch. */
  private static final Map<String, Double> PIXELS =
      Map.of("px", 1.0, "pt", 96 / 72.0, "mm", 96 / 25.4, "cm", 96 / 2.54, "in", 96.0);

  @Option(
      names = "--width",
      paramLabel = "W",
      description =
          "How wide a figure in a file is, such as 86mm, 3.4in or 600px; letters keep their size"
              + " (default: 892px).")
  private @Nullable String width;

  @Option(names = "--dpi", paramLabel = "N", description = "Pixels per inch of PNG (default: 192).")
  private int dpi = FigureStyle.USUAL.dpi();

  @Option(
      names = "--classes",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "A,B",
      description =
          "The one or two classes that figures in files colour (default: those most mistaken for"
              + " each other).")
  private List<String> classes = List.of();

  @Option(
      names = "--no-title",
      description = "Leave out title and caption, which a paper has of its own.")
  private boolean untitled;

  /**
   * What was asked for.
   *
   * @throws PlanException if a length is none
   * @throws io.entroscope.report.ReportException if no figure can be so
   */
  public FigureStyle style() {
    int pixels = width == null ? FigureStyle.USUAL.width() : pixels(width);
    return new FigureStyle(pixels, dpi, classes, !untitled);
  }

  private static int pixels(String text) {
    Matcher length = LENGTH.matcher(text.toLowerCase(Locale.ROOT));
    if (!length.matches()) {
      throw new PlanException(
          "--width '" + text + "' is no length; write it as 86mm, 8.6cm, 3.4in, 245pt or 600px");
    }
    String unit = length.group(2) == null ? "px" : length.group(2);
    return (int) Math.round(Double.parseDouble(length.group(1)) * PIXELS.getOrDefault(unit, 1.0));
  }
}
