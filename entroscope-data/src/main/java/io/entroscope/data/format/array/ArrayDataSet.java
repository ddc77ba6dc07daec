package io.entroscope.data.format.array;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Format;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Split;
import io.entroscope.data.image.internal.CorruptImageException;
import io.entroscope.setting.Setting;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Labelled examples in arrays, one array for each of a model's inputs, each with an example for
 * each element of its first axis: token ids and masks, tables, signals, images prepared elsewhere.
 */
public abstract class ArrayDataSet extends DataSet {
  public ArrayDataSet(DataSpec spec, Format format, Split split, List<String> classNames) {
    super(spec, format, split, classNames);
  }

  /**
   * Makes the arrays for a model, where they depend on it; called before anything is asked of them.
   *
   * @param model its file, if it has one: what belongs to it lies beside
   * @param tokens how many of each example its inputs take; empty: any number
   * @throws DataException if they cannot be made
   */
  public void prepare(Optional<Path> model, OptionalInt tokens) {}

  /** The arrays but the labels, by name. */
  public abstract List<ArrayInfo> arrays();

  /** Whether an array that no input takes is worth a remark. */
  public boolean isEveryArrayWanted() {
    return true;
  }

  /**
   * The array for a model's input: that of its name, or of its name and a split's ({@code
   * input_ids_test}); empty: there is none.
   */
  public abstract Optional<ArrayInfo> forInput(String input);

  /**
   * The same examples as images, if they are: one array alone, of uint8 [N, H, W], [N, H, W, C] or
   * [N, C, H, W], where C is 1 or 3. Closed with this.
   */
  public abstract Optional<ImageDataSet> images();

  /**
   * Reads some examples of an array.
   *
   * @param array which, and of what type its numbers are wanted
   * @param position of the first example
   * @param into filled from its position to its limit in native byte order, the last axis varying
   *     fastest
   * @throws DataException if the file cannot be read, or holds what is no number of the type
   */
  public abstract void read(FedArray array, int position, ByteBuffer into);

  @Override
  public String form() {
    return arrays().toString();
  }

  @Override
  public final DataException corrupt(int position, CorruptImageException e) {
    return new DataException(
        describe(position)
            + " cannot be used: "
            + e.getMessage()
            + "; mend it, or leave such examples out with "
            + Setting.SKIP_CORRUPT,
        e);
  }
}
