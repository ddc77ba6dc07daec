package io.entroscope.data.format.cifar;

import io.entroscope.data.image.PixelImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes what Python 2 wrote with protocol 2; see the module pickletools. */
final class Pickler {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Pickler() {
    text("\u0080\u0002}q\u0001(");
  }

  Pickler text(String latin) {
    out.writeBytes(latin.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  Pickler name(String name) {
    return text("U" + (char) name.length() + name);
  }

  Pickler number(int value) {
    return text("M" + (char) (value & 0xFF) + (char) (value >> 8));
  }

  Pickler labels(String name, int... labels) {
    name(name).text("]q\u0002(");
    for (int label : labels) {
      text("K" + (char) label);
    }
    return text("e");
  }

  Pickler data(List<PixelImage> images, boolean byColumn) {
    int count = images.size();
    byte[] values = new byte[count * CifarFiles.PIXELS];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < CifarFiles.PIXELS; k++) {
        values[byColumn ? k * count + i : i * CifarFiles.PIXELS + k] = images.get(i).values()[k];
      }
    }
    name("data").text("cnumpy.core.multiarray\n_reconstruct\nq\u0003cnumpy\nndarray\n");
    text("K\u0000\u0085").name("b").text("\u0087R(K\u0001");
    number(count).number(CifarFiles.PIXELS).text("\u0086cnumpy\ndtype\n").name("u1");
    text("K\u0000K\u0001\u0087R(K\u0003").name("|").text("NNNJ\u00FF\u00FF\u00FF\u00FF");
    text("J\u00FF\u00FF\u00FF\u00FFK\u0000tb").text(byColumn ? "\u0088" : "\u0089").text("T");
    for (int shift = 0; shift < 32; shift += 8) {
      out.write(values.length >> shift);
    }
    out.writeBytes(values);
    return text("tb");
  }

  /** What has been written so far. */
  byte[] soFar() {
    return out.toByteArray();
  }

  byte[] done() {
    return text("u.").out.toByteArray();
  }
}
