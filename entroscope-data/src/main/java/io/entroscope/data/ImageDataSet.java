package io.entroscope.data;

import io.entroscope.data.format.DataSets;
import io.entroscope.data.format.slice.ImageSupply;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.InputShape;
import io.entroscope.data.image.PixelImage;
import io.entroscope.data.image.internal.CorruptImageException;
import io.entroscope.data.image.internal.ImageSizeException;
import io.entroscope.data.image.internal.Pixels;
import io.entroscope.data.image.internal.RecordBatch;
import io.entroscope.data.image.internal.RecordDecoder;
import io.entroscope.data.image.internal.RecordReader;
import io.entroscope.setting.Setting;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The labelled images of one split, numbered from 0 in the order in which they are stored. What it
 * keeps in memory is a label, and for image files a name, per image; pixels are read when asked
 * for.
 *
 * <p>Made by {@link DataSets#open}; closing it closes the files that it reads. Threads may share
 * it.
 */
public abstract class ImageDataSet extends DataSet {
  private @Nullable Viewer viewer;

  public ImageDataSet(DataSpec spec, Format format, Split split, List<String> classNames) {
    super(spec, format, split, classNames);
  }

  /** The shape of the images; of image files that may differ, that of the first. */
  public abstract ImageShape shape();

  /** What supplies the images; empty if this module reads them by itself. */
  public Optional<ImageSupply> supply() {
    return Optional.empty();
  }

  /** Where the stored bytes of an image lie; empty if not by themselves in a file. */
  public Optional<Extent> extent(int position) {
    return Optional.empty();
  }

  public abstract RecordReader newReader();

  public abstract RecordDecoder newDecoder();

  /** Whether images are shown with rows and columns exchanged. */
  public boolean showsTransposed() {
    return false;
  }

  /**
   * The image at a position, for showing: as it is stored, but upright. Asked for in increasing
   * order, images of a compressed file are read in one pass.
   *
   * @throws DataException if it cannot be read
   */
  public final synchronized PixelImage image(int position) {
    if (position < 0 || position >= size()) {
      throw new IndexOutOfBoundsException("image " + position + " of " + size());
    }
    if (viewer == null) {
      viewer = new Viewer(newReader(), newDecoder());
    }
    try {
      PixelImage image = viewer.read(position);
      return showsTransposed() ? image.transposed() : image;
    } catch (CorruptImageException e) {
      throw corrupt(position, e);
    }
  }

  /**
   * The shape of the first image that can be decoded.
   *
   * @throws DataException if the first cannot, unless such images are left out, or none can
   */
  public final ImageShape firstShape() {
    RecordBatch records = new RecordBatch();
    Pixels pixels = new Pixels();
    try (RecordReader reader = newReader();
        RecordDecoder decoder = newDecoder()) {
      for (int position = 0; position < size(); position++) {
        try {
          records.clear();
          reader.read(position, records);
          decoder.decode(records, 0, pixels);
          return pixels.shape();
        } catch (CorruptImageException e) {
          if (!spec().skipCorrupt()) {
            throw corrupt(position, e);
          }
        }
      }
    }
    throw new DataException("none of the images in " + path() + " can be decoded; replace them");
  }

  @Override
  public final String form() {
    return shape().toString();
  }

  @Override
  public final DataException corrupt(int position, CorruptImageException e) {
    return new DataException(
        describe(position)
            + " cannot be decoded ("
            + e.getMessage()
            + "); replace it, or leave such images out with "
            + Setting.SKIP_CORRUPT,
        e);
  }

  public final DataException wrongSize(int position, ImageSizeException e, InputShape input) {
    return new DataException(
        describe(position)
            + " is "
            + e.getMessage()
            + ", but the model is given "
            + input.image().size()
            + "; bring all images to one size with "
            + Setting.RESIZE
            + " "
            + input.image().size(),
        e);
  }

  /** Closes the files. */
  @Override
  public synchronized void close() {
    if (viewer != null) {
      viewer.close();
      viewer = null;
    }
  }

  /** Reads single images. */
  private static final class Viewer {
    private final RecordReader reader;
    private final RecordDecoder decoder;
    private final RecordBatch records = new RecordBatch();
    private final Pixels pixels = new Pixels();

    Viewer(RecordReader reader, RecordDecoder decoder) {
      this.reader = reader;
      this.decoder = decoder;
    }

    PixelImage read(int position) throws CorruptImageException {
      records.clear();
      reader.read(position, records);
      decoder.decode(records, 0, pixels);
      return PixelImage.of(pixels);
    }

    void close() {
      decoder.close();
      reader.close();
    }
  }
}
