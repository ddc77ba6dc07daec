package io.entroscope.report.internal.picture;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.DocumentLimits;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import io.entroscope.report.ReportException;
import io.entroscope.setting.Setting;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.RenderingHints;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** SVG pictures of this module, read to be drawn with fonts of their own. */
public final class OwnSvg {
  private static final String FAMILY = "Liberation Sans";

  /** The pictures are of our own making, so no limit is needed against hostile ones. */
  private static final LoaderContext OWN_PICTURES =
      LoaderContext.builder()
          .documentLimits(
              new DocumentLimits(
                  DocumentLimits.DEFAULT_MAX_NESTING_DEPTH,
                  DocumentLimits.DEFAULT_MAX_USE_NESTING_DEPTH,
                  Integer.MAX_VALUE))
          .build();

  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";
  private static final String PLAIN = "0123456789-";
  private static final Pattern POWER =
      Pattern.compile("(?:([0-9.]+)×)?10([" + SUPERSCRIPTS + "]+)");

  private OwnSvg() {}

  /** Powers of ten as 1e-6, since the font has no small signs and few small digits. */
  public static String plainPowers(String svg) {
    return POWER
        .matcher(svg)
        .replaceAll(
            power -> {
              StringBuilder exponent = new StringBuilder();
              for (char small : power.group(2).toCharArray()) {
                exponent.append(PLAIN.charAt(SUPERSCRIPTS.indexOf(small)));
              }
              return (power.group(1) == null ? "1" : power.group(1)) + "e" + exponent;
            });
  }

  /** What draws a picture that was read. */
  @FunctionalInterface
  public interface Painter {
    /** The bytes of a file with the picture. */
    byte[] paint(SVGDocument picture) throws IOException;
  }

  /**
   * Reads a picture and draws it.
   *
   * @param format what the file is called in messages
   * @throws ReportException if this Java cannot draw text
   */
  public static byte[] paint(String svg, String format, Painter painter) {
    String own =
        plainPowers(svg).replaceFirst("font-family=\"[^\"]*\"", "font-family=\"" + FAMILY + "\"");
    try {
      Fonts.register();
      SVGDocument document =
          new SVGLoader()
              .load(
                  new ByteArrayInputStream(own.getBytes(StandardCharsets.UTF_8)),
                  null,
                  OWN_PICTURES);
      if (document == null) {
        throw new IllegalStateException("the figure's SVG cannot be read");
      }
      return painter.paint(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (LinkageError | InternalError e) {
      throw new ReportException(
          "this Java cannot draw text, so no "
              + format
              + " can be made; "
              + cure()
              + ", or use "
              + Setting.FORMAT
              + " svg",
          e);
    }
  }

  /** Java copies the fonts that come with this program to the folder for temporary files. */
  private static String cure() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    return Files.isDirectory(temporary) && Files.isWritable(temporary)
        ? "install fontconfig, e.g. 'apt-get install fontconfig'"
        : "set TMPDIR to a folder that can be written to, which " + temporary + " is not";
  }

  /** Asks for lines where they are said to be, and pixels of images as they are. */
  static void prepare(Graphics2D pen) {
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
  }

  /** Registers the fonts once, when the first picture is drawn. */
  private static final class Fonts {
    static {
      GraphicsEnvironment environment = GraphicsEnvironment.getLocalGraphicsEnvironment();
      for (String style : new String[] {"Regular", "Bold"}) {
        String name = "/liberation/LiberationSans-" + style + ".ttf";
        try (InputStream in = OwnSvg.class.getResourceAsStream(name)) {
          if (in == null) {
            throw new IllegalStateException("the class path lacks " + name);
          }
          environment.registerFont(Font.createFont(Font.TRUETYPE_FONT, in));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } catch (FontFormatException e) {
          throw new IllegalStateException(e);
        }
      }
    }

    static void register() {
      // Loading the class did it.
    }
  }
}
