package io.entroscope.data.image.internal;

import io.entroscope.data.DataException;
import io.entroscope.setting.Limit;
import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.jspecify.annotations.Nullable;

/**
 * Decodes image files, whatever their names say, mostly with the readers of Java's Image I/O, each
 * made once and used again.
 */
public final class ImageFileDecoder implements RecordDecoder {
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
    switch (kind) {
      case WEBP -> decode(WebpFiles.firstFrame(bytes, start, length), into);
      case PGM, PPM -> PnmDecoder.decode(bytes, start, length, into);
      default -> decode(kind, bytes, start, length, into);
    }
  }

  private void decode(byte[] webp, Pixels into) throws CorruptImageException {
    decode(ImageKind.WEBP, webp, 0, webp.length, into);
  }

  private void decode(ImageKind kind, byte[] bytes, int start, int length, Pixels into)
      throws CorruptImageException {
    kind.prepare(bytes, start, length);
    ImageReader reader = readers.computeIfAbsent(kind, this::newReader);
    input.reset(bytes, start, length);
    warning = null;
    try {
      reader.setInput(input, true, true);
      requireBounded(reader.getWidth(0), reader.getHeight(0));
      kind.requireEnough(length, reader.getWidth(0), reader.getHeight(0));
      // Tiles may claim to be larger than their image.
      requireBounded(reader.getTileWidth(0), reader.getTileHeight(0));
      Optional<Boolean> four =
          kind == ImageKind.JPEG ? JpegFiles.fourChannels(bytes, start, length) : Optional.empty();
      if (four.isPresent()) {
        raster.extractFour(reader.readRaster(0, null), four.get(), into);
      } else {
        raster.extract(reader.read(0), into);
      }
      if (warning != null && kind.isDamage(warning)) {
        throw new CorruptImageException(warning);
      }
    } catch (EOFException e) {
      throw forgetting(kind, new CorruptImageException("it is cut off", e));
    } catch (IOException e) {
      throw forgetting(kind, new CorruptImageException(reason(e), e));
    } catch (DataException e) {
      throw e;
    } catch (RuntimeException e) {
      // Image I/O's readers throw all kinds of these on damaged files.
      throw forgetting(kind, new CorruptImageException("it is damaged", e));
    } catch (OutOfMemoryError e) {
      // libwebp says so of sizes that contradict each other; Java's own has a message.
      if (kind == ImageKind.WEBP && e.getMessage() == null) {
        throw forgetting(kind, new CorruptImageException("it is damaged", e));
      }
      throw e;
    }
  }

  /**
   * Checks a size that a header claims, before memory is taken for it.
   *
   * @throws CorruptImageException if it is beyond the limit
   */
  static void requireBounded(int width, int height) throws CorruptImageException {
    if (Limit.PIXELS.isExceededBy((long) width * height)) {
      throw new CorruptImageException(
          "it claims " + width + " x " + height + " pixels, too many: " + Limit.PIXELS.hint());
    }
  }

  /** A reader that failed is not used again: resetting it would not undo all that it keeps. */
  private CorruptImageException forgetting(ImageKind kind, CorruptImageException reason) {
    ImageReader failed = readers.remove(kind);
    if (failed != null) {
      failed.dispose();
    }
    return reason;
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? "it is damaged" : message.replaceAll("\\s+", " ");
  }

  private ImageReader newReader(ImageKind kind) {
    Iterator<ImageReader> found = ImageIO.getImageReadersByFormatName(kind.formatName());
    if (!found.hasNext()) {
      throw new DataException(
          kind == ImageKind.WEBP
              ? "nothing that reads WebP is on the class path; add"
                  + " com.github.usefulness:webp-imageio, or convert the images to PNG without loss"
              : "this Java cannot read " + kind.formatName() + " images");
    }
    ImageReader reader = found.next();
    // Of several for WebP, only that of libwebp gives the values that Pillow and torchvision give.
    while (kind == ImageKind.WEBP && found.hasNext() && !isLibwebp(reader)) {
      reader = found.next();
    }
    reader.addIIOReadWarningListener((source, text) -> warning = text);
    return reader;
  }

  private static boolean isLibwebp(ImageReader reader) {
    return reader.getClass().getName().startsWith("com.luciad.");
  }

  @Override
  public void close() {
    readers.values().forEach(ImageReader::dispose);
  }
}
