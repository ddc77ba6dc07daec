package io.entroscope.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.jspecify.annotations.Nullable;

/** Decodes image files with the readers of Java's Image I/O, each made once and used again. */
final class ImageFileDecoder implements RecordDecoder {
  private final Map<ImageKind, ImageReader> readers = new HashMap<>();
  private final ByteArrayImageInput input = new ByteArrayImageInput();
  private final RasterPixels raster = new RasterPixels();
  private @Nullable String warning;

  @Override
  public void decode(RecordBatch records, int index, Pixels into) throws CorruptImageException {
    byte[] bytes = records.bytes();
    int start = records.start(index);
    int length = records.length(index);
    ImageKind kind =
        ImageKind.of(bytes, start, length)
            .orElseThrow(() -> new CorruptImageException("it is not an image of a known kind"));
    kind.check(bytes, start, length);
    ImageReader reader = readers.computeIfAbsent(kind, this::newReader);
    input.reset(bytes, start, length);
    warning = null;
    try {
      reader.setInput(input, true, true);
      BufferedImage image = reader.read(0);
      if (warning != null && kind.isDamage(warning)) {
        throw new CorruptImageException(warning);
      }
      raster.extract(image, into);
    } catch (IOException e) {
      throw new CorruptImageException(reason(e), e);
    } catch (RuntimeException e) {
      // Image I/O's readers throw all kinds of these on damaged files.
      throw new CorruptImageException("it is damaged: " + reason(e), e);
    } finally {
      reader.reset();
      addWarningListener(reader);
    }
  }

  private static String reason(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.replaceAll("\\s+", " ");
  }

  private ImageReader newReader(ImageKind kind) {
    Iterator<ImageReader> found = ImageIO.getImageReadersByFormatName(kind.formatName());
    if (!found.hasNext()) {
      throw new DataException("this Java cannot read " + kind.formatName() + " images");
    }
    ImageReader reader = found.next();
    addWarningListener(reader);
    return reader;
  }

  private void addWarningListener(ImageReader reader) {
    reader.removeAllIIOReadWarningListeners();
    reader.addIIOReadWarningListener((source, text) -> warning = text);
  }

  @Override
  public void close() {
    readers.values().forEach(ImageReader::dispose);
  }
}
