package io.entroscope.report.internal.picture;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.view.ViewBox;
import java.awt.Color;
import java.awt.Component;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

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
    return PngWriter.write(
        ((DataBufferInt) image.getRaster().getDataBuffer()).getData(), width, height, dpi);
  }
}
