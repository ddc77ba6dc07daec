package io.entroscope.report;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.DocumentLimits;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.ViewBox;
import io.entroscope.setting.Setting;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** SVG pictures of this module as PNG, with fonts of their own and twice the size. */
public final class Png {
  private static final int SCALE = 2;
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

  private Png() {}

  /** Powers of ten as 1e-6, since the font has no small signs and few small digits. */
  static String plainPowers(String svg) {
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

  /**
   * Draws a picture.
   *
   * @param svg as {@link Drawing} makes it
   * @throws ReportException if this Java cannot draw text
   */
  public static byte[] of(String svg) {
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
      return draw(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (LinkageError | InternalError e) {
      throw new ReportException(
          "this Java cannot draw text, so no PNG can be made: "
              + e.getMessage()
              + "; install fontconfig, e.g. 'apt-get install fontconfig', or use "
              + Setting.FORMAT
              + " svg",
          e);
    }
  }

  private static byte[] draw(SVGDocument document) throws IOException {
    int width = Math.round(document.size().width * SCALE);
    int height = Math.round(document.size().height * SCALE);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    pen.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    document.render((java.awt.Component) null, pen, new ViewBox(0, 0, width, height));
    pen.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  /** Registers the fonts once, when the first picture is drawn. */
  private static final class Fonts {
    static {
      GraphicsEnvironment environment = GraphicsEnvironment.getLocalGraphicsEnvironment();
      for (String style : new String[] {"Regular", "Bold"}) {
        String name = "/liberation/LiberationSans-" + style + ".ttf";
        try (InputStream in = Png.class.getResourceAsStream(name)) {
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
