package io.entroscope.report.internal.picture;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.view.ViewBox;
import java.awt.Color;
import java.awt.Component;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/** Pictures in pixels. */
public final class Pixels {
  /** Pixels of SVG in an inch. */
  private static final double CSS = 96;

  private static final double METRE = 1 / 0.0254;
  private static final String FORMAT = "javax_imageio_png_1.0";

  private Pixels() {}

  /** A picture as PNG, on white where it is transparent; the file says how large it is meant. */
  public static byte[] png(SVGDocument picture, int dpi) throws IOException {
    int width = (int) Math.round(picture.size().width * dpi / CSS);
    int height = (int) Math.round(picture.size().height * dpi / CSS);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    OwnSvg.prepare(pen);
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, width, height);
    picture.render((Component) null, pen, new ViewBox(0, 0, width, height));
    pen.dispose();
    return png(image, dpi);
  }

  private static byte[] png(BufferedImage image, int dpi) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      IIOMetadata metadata =
          writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
      metadata.mergeTree(FORMAT, resolution(dpi));
      writer.setOutput(out);
      writer.write(new IIOImage(image, null, metadata));
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static IIOMetadataNode resolution(int dpi) {
    String perMetre = Long.toString(Math.round(dpi * METRE));
    IIOMetadataNode size = new IIOMetadataNode("pHYs");
    size.setAttribute("pixelsPerUnitXAxis", perMetre);
    size.setAttribute("pixelsPerUnitYAxis", perMetre);
    size.setAttribute("unitSpecifier", "meter");
    IIOMetadataNode root = new IIOMetadataNode(FORMAT);
    root.appendChild(size);
    return root;
  }
}
