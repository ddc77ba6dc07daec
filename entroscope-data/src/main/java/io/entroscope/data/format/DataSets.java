package io.entroscope.data.format;

import io.entroscope.data.ArrayNames;
import io.entroscope.data.DataException;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Format;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.TextReading;
import io.entroscope.data.format.array.ArrayDataSet;
import io.entroscope.data.format.array.NpyDataSet;
import io.entroscope.data.format.cifar.CifarDataSet;
import io.entroscope.data.format.folder.DirectoryStore;
import io.entroscope.data.format.folder.FolderDataSet;
import io.entroscope.data.format.folder.TarStore;
import io.entroscope.data.format.folder.ZipStore;
import io.entroscope.data.format.idx.IdxDataSet;
import io.entroscope.data.format.internal.TableLayout;
import io.entroscope.data.format.internal.TableRows;
import io.entroscope.data.format.parquet.TableFiles;
import io.entroscope.data.format.parquet.TableImages;
import io.entroscope.data.format.slice.DataFacts;
import io.entroscope.data.format.slice.ImageSupply;
import io.entroscope.data.format.slice.SuppliedDataSet;
import io.entroscope.data.format.table.PixelTableDataSet;
import io.entroscope.data.format.text.TableTexts;
import io.entroscope.data.format.text.TextDataSet;
import io.entroscope.setting.Setting;
import java.nio.file.Path;

/** Opens datasets. */
public final class DataSets {
  private DataSets() {}

  /**
   * Opens the images that a specification means. The format is found out from the content of the
   * files, unless the specification names one.
   *
   * @throws DataException if there is nothing at the path, it is in no known format or holds no
   *     images, lacks the split, or is not whole
   */
  public static ImageDataSet open(DataSpec spec) {
    return openImages(spec, false);
  }

  /**
   * The same, but images need no labels; {@link DataSet#isLabelled} tells.
   *
   * @throws DataException as {@link #open}
   */
  public static ImageDataSet openUnlabelledImages(DataSpec spec) {
    return openImages(spec, true);
  }

  private static ImageDataSet openImages(DataSpec spec, boolean mayLackLabels) {
    FormatDetector.Found found = FormatDetector.find(spec.path(), spec.format());
    if (found.format() == Format.PARQUET) {
      return checked(spec, imagesAlone(spec, table(spec, mayLackLabels)));
    }
    return checked(
        spec,
        found.format().isArrays()
            ? imagesAlone(spec, arrays(spec, found, mayLackLabels))
            : images(spec, found, mayLackLabels));
  }

  private static ArrayDataSet arrays(
      DataSpec spec, FormatDetector.Found found, boolean mayLackLabels) {
    return found.format() == Format.TEXT
        ? TextDataSet.open(spec, found.path(), mayLackLabels)
        : NpyDataSet.open(spec, found.format(), found.path(), mayLackLabels);
  }

  /** A table by what it holds. */
  private static DataSet table(DataSpec spec, boolean mayLackLabels) {
    TableRows rows = TableRows.open(TableFiles.find(spec));
    try {
      TableLayout layout = TableLayout.of(spec, rows.leaves());
      return switch (layout.holds()) {
        case IMAGES -> TableImages.open(spec, rows, layout, mayLackLabels);
        case TEXTS -> TableTexts.open(spec, rows, layout, mayLackLabels);
        case NUMBERS -> NpyDataSet.open(spec, rows, layout, mayLackLabels);
      };
    } catch (RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  private static ImageDataSet imagesAlone(DataSpec spec, DataSet data) {
    if (data instanceof ImageDataSet images) {
      return images;
    }
    ArrayDataSet arrays = (ArrayDataSet) data;
    return arrays
        .images()
        .orElseThrow(
            () -> {
              arrays.close();
              return new DataException(
                  spec.path()
                      + (arrays instanceof TextDataSet
                          ? " holds texts, but this takes images alone; texts can only be analysed"
                          : " holds arrays that are no uint8 images, but this takes images alone;"
                              + " such arrays can only be analysed"));
            });
  }

  /**
   * Opens the images or arrays that a specification means, as {@link #open} does images.
   *
   * @throws DataException if there is nothing at the path, it is in no known format, lacks the
   *     split, or is not whole
   */
  public static DataSet openAny(DataSpec spec) {
    return openAny(spec, false);
  }

  /**
   * The same, but examples need no labels; {@link DataSet#isLabelled} tells.
   *
   * @throws DataException as {@link #openAny}
   */
  public static DataSet openUnlabelled(DataSpec spec) {
    return openAny(spec, true);
  }

  private static DataSet openAny(DataSpec spec, boolean mayLackLabels) {
    FormatDetector.Found found = FormatDetector.find(spec.path(), spec.format());
    return checked(
        spec,
        found.format() == Format.PARQUET
            ? table(spec, mayLackLabels)
            : found.format().isArrays()
                ? arrays(spec, found, mayLackLabels)
                : images(spec, found, mayLackLabels));
  }

  private static ImageDataSet images(
      DataSpec spec, FormatDetector.Found found, boolean mayLackLabels) {
    return switch (found.format()) {
      case IDX -> IdxDataSet.open(spec, found.path(), mayLackLabels);
      case CIFAR -> CifarDataSet.open(spec, found.path());
      case CSV -> PixelTableDataSet.open(spec, found.path(), mayLackLabels);
      case FOLDER ->
          FolderDataSet.open(spec, Format.FOLDER, new DirectoryStore(found.path()), mayLackLabels);
      case ZIP -> FolderDataSet.open(spec, Format.ZIP, new ZipStore(found.path()), mayLackLabels);
      case TAR -> FolderDataSet.open(spec, Format.TAR, new TarStore(found.path()), mayLackLabels);
      case PARQUET, NPY, NPZ, TEXT -> throw new IllegalStateException("not of images alone");
    };
  }

  private static <T extends DataSet> T checked(DataSpec spec, T data) {
    try {
      requireMeaning(spec, data.format());
      return data;
    } catch (DataException e) {
      data.close();
      throw e;
    }
  }

  /**
   * How the images that a specification means are stored.
   *
   * @throws DataException if there is nothing at the path, or it is in no known format
   */
  public static Format format(DataSpec spec) {
    return FormatDetector.find(spec.path(), spec.format()).format();
  }

  /**
   * Encoded images that something else than this module reads.
   *
   * @param path where they lie
   * @param facts what is known of them all
   * @param supply gives their bytes; closed with the dataset
   */
  public static ImageDataSet supplied(Path path, DataFacts facts, ImageSupply supply) {
    return new SuppliedDataSet(path, facts, supply);
  }

  /** Refuses requests that other formats than the opened one would honour. */
  private static void requireMeaning(DataSpec spec, Format format) {
    if (spec.coarseLabels() && format != Format.CIFAR && format != Format.PARQUET) {
      throw new DataException(spec.path() + " has no coarse labels; only CIFAR-100 has");
    }
    boolean named = format == Format.NPY || format == Format.NPZ || format == Format.PARQUET;
    if (!spec.arrays().equals(ArrayNames.UNSAID) && !named) {
      throw new DataException(
          spec.path()
              + " holds no NumPy arrays; leave "
              + Setting.INPUT_ARRAY
              + " and "
              + Setting.LABEL_ARRAY
              + " out");
    }
    boolean texts = format == Format.TEXT || format == Format.PARQUET;
    if (!spec.texts().equals(TextReading.UNSAID) && !texts) {
      throw new DataException(
          spec.path()
              + " holds no texts; leave "
              + Setting.TEXT_COLUMN
              + ", "
              + Setting.LABEL_COLUMN
              + ", "
              + Setting.TOKENIZER
              + " and "
              + Setting.MAX_TOKENS
              + " out");
    }
    if (spec.transpose() && format != Format.IDX) {
      throw new DataException(
          spec.path() + " is not in IDX format; only there are rows and columns ever exchanged");
    }
  }
}
