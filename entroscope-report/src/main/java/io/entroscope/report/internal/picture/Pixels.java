package io.entroscope.report.internal.picture;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.view.ViewBox;
import io.entroscope.files.PngWriter;
import java.awt.Color;
import java.awt.Component;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.OptionalInt;

/** Pictures in pixels. */
public final class Pixels {
  /** Pixels of SVG in an inch. */
  private static final double CSS = 96;

  private Pixels() {}

  /** A picture as PNG, on white where it is transparent; the file says how large it is meant. */
  public static byte[] png(SVGDocument picture, int dpi) {
    int width = (int) Math.round(picture.size().width * dpi / CSS);
    int height = (int) Math.round(picture.size().height * dpi / CSS);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    OwnSvg.prepare(pen);
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, width, height);
    picture.render((Component) null, pen, new ViewBox(0, 0, width, height));
    pen.dispose();
    int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    return PngWriter.write(
        new PngWriter.Picture(
            (y, into, at) -> row(pixels, y * width, width, into, at),
            width,
            height,
            PngWriter.Colours.RGB,
            PngWriter.Filter.NONE,
            OptionalInt.of(dpi)));
  }

  private static void row(int[] pixels, int from, int width, byte[] into, int at) {
    int to = at;
    for (int pixel = from; pixel < from + width; pixel++) {
      int colour = pixels[pixel];
      into[to++] = (byte) (colour >> 16);
      into[to++] = (byte) (colour >> 8);
      into[to++] = (byte) colour;
    }
  }
}
