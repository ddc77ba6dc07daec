package io.entroscope.report.internal.picture;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.view.ViewBox;
import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import io.entroscope.report.ReportException;
import java.awt.Component;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/**
 * Pictures as PDF: one page of the picture's size. Letters are drawn as shapes, so that no font has
 * to be there where it is printed.
 */
public final class Pdf {
  /** Points in a pixel of SVG: 72 and 96 make an inch. */
  private static final float POINTS = 0.75f;

  /** Equal pictures give equal bytes, which an identity of their own would not. */
  private static final long IDENTITY = 0;

  private Pdf() {}

  /**
   * Draws a picture.
   *
   * @param svg as this module makes it
   * @throws ReportException if this Java cannot draw text
   */
  public static byte[] of(String svg) {
    return OwnSvg.paint(svg, "PDF", Pdf::page);
  }

  private static byte[] page(SVGDocument picture) throws IOException {
    float width = picture.size().width * POINTS;
    float height = picture.size().height * POINTS;
    try (PDDocument document = new PDDocument()) {
      document.setDocumentId(IDENTITY);
      document.getDocumentInformation().setProducer("Entroscope");
      PDPage page = new PDPage(new PDRectangle(width, height));
      document.addPage(page);
      PdfBoxGraphics2D pen = new PdfBoxGraphics2D(document, width, height);
      try {
        OwnSvg.prepare(pen);
        picture.render((Component) null, pen, new ViewBox(0, 0, width, height));
      } finally {
        pen.dispose();
      }
      try (PDPageContentStream content = new PDPageContentStream(document, page)) {
        content.drawForm(pen.getXFormObject());
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.save(bytes);
      return bytes.toByteArray();
    }
  }
}
