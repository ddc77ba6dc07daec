package io.entroscope.data.format.slice;

import io.entroscope.data.DataException;
import io.entroscope.data.Extent;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.folder.FolderLayout;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Some images of a dataset in a form that travels: their positions and labels, and where their
 * bytes lie in files that other machines can read too. Immutable.
 */
public final class DataSlice implements Serializable {
  private static final long serialVersionUID = 1;

  private final byte[] packed;

  private DataSlice(byte[] packed) {
    this.packed = packed;
  }

  /**
   * A slice of a dataset.
   *
   * @param positions of the images, increasing
   * @throws DataException if the images do not lie by themselves in files, but in an archive
   */
  public static DataSlice of(ImageDataSet data, int[] positions) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes))) {
      out.writeInt(positions.length);
      for (int i = 0; i < positions.length; i++) {
        // Differences, which pack well.
        out.writeInt(i == 0 ? positions[0] : positions[i] - positions[i - 1]);
      }
      Map<String, Integer> folders = new HashMap<>();
      Map<String, Integer> files = new HashMap<>();
      Extent last = new Extent(Path.of(""), "", 0, 0, 0, false);
      for (int position : positions) {
        Extent extent = extent(data, position);
        out.writeInt(data.storedLabel(position));
        writeNew(out, folders, extent.folder().toString(), extent.folder());
        writeNew(out, files, extent.file());
        out.writeLong(extent.offset() - last.offset());
        out.writeInt(extent.length());
        out.writeInt(extent.number() - last.number());
        out.writeBoolean(extent.gzip());
        last = extent;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return new DataSlice(bytes.toByteArray());
  }

  private static Extent extent(ImageDataSet data, int position) {
    return data.extent(position)
        .orElseThrow(
            () ->
                new DataException(
                    data.path()
                        + " is an archive, which machines cannot share; unpack it and name the"
                        + " folder"));
  }

  private static void writeNew(
      DataOutputStream out, Map<String, Integer> known, String shown, Path folder)
      throws IOException {
    boolean first = !known.containsKey(shown);
    writeNew(out, known, shown);
    if (first) {
      out.writeUTF(folder.toAbsolutePath().toUri().toString());
    }
  }

  private static void writeNew(DataOutputStream out, Map<String, Integer> known, String text)
      throws IOException {
    Integer number = known.get(text);
    out.writeInt(number == null ? -1 : number);
    if (number == null) {
      known.put(text, known.size());
      out.writeUTF(text);
    }
  }

  /**
   * The images, as a dataset in which they have the positions that they have in the whole, and no
   * others are.
   *
   * @param facts of the whole dataset
   * @param paths what a URI is on this machine
   */
  public ImageDataSet open(DataFacts facts, Function<URI, Path> paths) {
    try (DataInputStream in = input()) {
      int[] positions = readPositions(in);
      int count = positions.length;
      int[] labels = new int[count];
      Extent[] extents = new Extent[count];
      List<Path> folders = new ArrayList<>();
      List<String> shown = new ArrayList<>();
      List<String> files = new ArrayList<>();
      String[] names = new String[count];
      Extent last = new Extent(Path.of(""), "", 0, 0, 0, false);
      for (int i = 0; i < count; i++) {
        labels[i] = in.readInt();
        int folder = in.readInt();
        if (folder < 0) {
          folder = folders.size();
          shown.add(in.readUTF());
          folders.add(paths.apply(URI.create(in.readUTF())));
        }
        int file = in.readInt();
        if (file < 0) {
          file = files.size();
          files.add(in.readUTF());
        }
        last =
            new Extent(
                folders.get(folder),
                files.get(file),
                last.offset() + in.readLong(),
                in.readInt(),
                last.number() + in.readInt(),
                in.readBoolean());
        extents[i] = last;
        names[i] = FolderLayout.join(shown.get(folder), files.get(file));
      }
      return new SliceDataSet(facts, positions, labels, extents, names);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  private DataInputStream input() throws IOException {
    return new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(packed)));
  }

  private static int[] readPositions(DataInputStream in) throws IOException {
    int[] positions = new int[in.readInt()];
    int position = 0;
    for (int i = 0; i < positions.length; i++) {
      position += in.readInt();
      positions[i] = position;
    }
    return positions;
  }

  /** The positions of the images, increasing. */
  public int[] positions() {
    try (DataInputStream in = input()) {
      return readPositions(in);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  /** How many bytes travel. */
  public int size() {
    return packed.length;
  }
}
