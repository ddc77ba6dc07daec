package io.entroscope.data;

import java.nio.file.Path;
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
public abstract class ImageDataSet implements AutoCloseable {
  private final DataSpec spec;
  private final Format format;
  private final Split split;
  private final List<String> classNames;
  private @Nullable Viewer viewer;

  ImageDataSet(DataSpec spec, Format format, Split split, List<String> classNames) {
    this.spec = spec;
    this.format = format;
    this.split = split;
    this.classNames = List.copyOf(classNames);
  }

  /** What was asked for. */
  public final DataSpec spec() {
    return spec;
  }

  /** Where it lies, as it was given. */
  public final Path path() {
    return spec.path();
  }

  /** How it is stored. */
  public final Format format() {
    return format;
  }

  /** The split; that of the file where a file was given whose name says it. */
  public final Split split() {
    return split;
  }

  /** The name of every class, by index; the indices themselves where nothing names the classes. */
  public final List<String> classNames() {
    return classNames;
  }

  /** Whether the data set names its classes, rather than only numbering them. */
  public abstract boolean namesClasses();

  /** The number of images. */
  public abstract int size();

  /** The class index of the image at a position. */
  public abstract int label(int position);

  /** The shape of the images; of image files that may differ, that of the first. */
  public abstract ImageShape shape();

  /** The file of the image at a position, relative to the data set; empty if it has none. */
  public abstract Optional<String> name(int position);

  /** Remarks for the user on how the images were understood, one sentence each. */
  public abstract List<String> notes();

  /** Where an image is to be found, for an error message. */
  abstract String describe(int position);

  /** What supplies the images; empty if this module reads them by itself. */
  public Optional<ImageSupply> supply() {
    return Optional.empty();
  }

  /** Where the stored bytes of an image lie; empty if not by themselves in a file. */
  Optional<Extent> extent(int position) {
    return Optional.empty();
  }

  abstract RecordReader newReader();

  abstract RecordDecoder newDecoder();

  /** Whether images are shown with rows and columns exchanged. */
  boolean showsTransposed() {
    return false;
  }

  /** The number of images of every class, by index. */
  public final int[] classCounts() {
    int[] counts = new int[classNames.size()];
    for (int position = 0; position < size(); position++) {
      counts[label(position)]++;
    }
    return counts;
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
  final ImageShape firstShape() {
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

  final DataException corrupt(int position, CorruptImageException e) {
    return new DataException(
        describe(position)
            + " cannot be decoded ("
            + e.getMessage()
            + "); replace it, or leave such images out with --skip-corrupt",
        e);
  }

  final DataException wrongSize(int position, ImageSizeException e, InputShape input) {
    return new DataException(
        describe(position)
            + " is "
            + e.getMessage()
            + ", but the model is given "
            + input.image().size()
            + "; bring all images to one size with --resize "
            + input.image().size(),
        e);
  }

  /**
   * Checks that the label of each of some images is one of a model's outputs.
   *
   * @param positions the images
   * @param outputs how many classes the model tells apart
   * @throws DataException if a label is not below {@code outputs}; the message names the first such
   *     image
   */
  public final void requireLabelsBelow(int[] positions, int outputs) {
    for (int position : positions) {
      int label = label(position);
      if (label >= outputs) {
        String className = classNames.get(label);
        String named = className.equals(Integer.toString(label)) ? "" : " ('" + className + "')";
        throw new DataException(
            "label "
                + label
                + named
                + " of "
                + describe(position)
                + " has no output: the model has "
                + outputs
                + " outputs, the data set "
                + classNames.size()
                + " classes; give a model and data that belong together, or choose --classes"
                + labelHint());
      }
    }
  }

  /** What else may be wrong if labels and outputs do not fit, with a leading space; or nothing. */
  String labelHint() {
    return "";
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
