package io.entroscope.data.format.folder;

import io.entroscope.data.DataException;
import io.entroscope.data.format.internal.ChannelInput;
import io.entroscope.data.format.internal.ChannelReads;
import io.entroscope.data.format.internal.ImageFiles;
import io.entroscope.data.format.internal.PackedFile;
import io.entroscope.data.image.internal.CorruptImageException;
import io.entroscope.data.image.internal.RecordBatch;
import io.entroscope.files.FileStamps;
import io.entroscope.files.Inputs;
import io.entroscope.files.Reasons;
import io.entroscope.setting.Limit;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Images in a .tar, read from wherever they are in it. A compressed one cannot be read so, since
 * its images are not in the order in which they are numbered; it is unpacked to a temporary .tar,
 * which goes away when the store is closed or the process ends.
 */
public final class TarStore implements ImageStore {
  /** In the place of a length: what has none. */
  private static final int LINK = -1;

  private static final int DEVICE = -2;

  private static final int BLOCK = 512;
  private static final int PIECE = 1 << 16;

  /** The bytes on the disk of temporary files that others may need meanwhile. */
  private static final long LEFT_FREE = 64L << 20;

  private final Path path;
  private final FileChannel channel;
  private final FileStamps archive;
  private final ArchiveIndex index;
  private long[] offsets = new long[64];
  private int[] lengths = new int[64];

  /**
   * Opens an archive and lists it.
   *
   * @throws DataException if it is not a whole .tar
   */
  public TarStore(Path path) {
    this.path = path;
    this.archive = FileStamps.of(List.of(path));
    this.index = new ArchiveIndex(path);
    try {
      this.channel = PackedFile.of(path) == PackedFile.NONE ? Inputs.channel(path) : unpack(path);
    } catch (IOException e) {
      throw new DataException("cannot read " + path + ": " + Reasons.ofReading(e), e);
    }
    try {
      list();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static FileChannel unpack(Path path) throws IOException {
    Path temporary = Files.createTempFile("entroscope-", ".tar");
    FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    try (InputStream in = PackedFile.open(path)) {
      // The file itself has no name any more where open files can be removed.
      Path folder = Objects.requireNonNull(temporary.toAbsolutePath().getParent());
      unpack(path, in, folder, channel);
      return channel;
    } catch (DataException e) {
      channel.close();
      throw e;
    } catch (IOException e) {
      channel.close();
      throw new DataException(
          "cannot unpack "
              + path
              + " to the folder for temporary files ("
              + e.getMessage()
              + "); if it is whole, unpack it yourself with tar xf and name the folder",
          e);
    }
  }

  /** Copies what an archive holds until it is out of proportion, or the disk all but full. */
  private static void unpack(Path path, InputStream in, Path folder, FileChannel channel)
      throws IOException {
    long packed = Files.size(path);
    byte[] piece = new byte[PIECE];
    long unpacked = 0;
    for (int n = in.readNBytes(piece, 0, PIECE); n > 0; n = in.readNBytes(piece, 0, PIECE)) {
      unpacked += n;
      if (Limit.isExpansionOver(packed, unpacked)) {
        throw tooLarge(path, "too many times its size", Limit.EXPANSION);
      }
      if (Limit.UNPACKED.isExceededBy(unpacked)) {
        throw tooLarge(path, "too many bytes", Limit.UNPACKED);
      }
      if (unpacked > LEFT_FREE && folder.toFile().getUsableSpace() < LEFT_FREE) {
        throw new IOException("No space left there");
      }
      ByteBuffer bytes = ByteBuffer.wrap(piece, 0, n);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  private static DataException tooLarge(Path path, String how, Limit limit) {
    return new DataException(path + " unpacks to " + how + ": " + limit.hint());
  }

  private void list() {
    try (ChannelInput in = new ChannelInput(channel);
        TarArchiveInputStream tar = new TarArchiveInputStream(in, "UTF-8")) {
      long size = channel.size();
      long end = 0;
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        long offset = in.position();
        end = offset + entry.getSize();
        if (end > size) {
          throw new EOFException();
        }
        if (entry.isDirectory()) {
          index.addFolder(entry.getName());
        } else if (entry.isFile() && !entry.isSparse() && index.addFile(entry.getName())) {
          add(offset, length(entry));
        }
      }
      requireEndMarker(end);
    } catch (EOFException e) {
      throw new DataException(path + " is cut off; download or copy it again", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new DataException(
          path
              + " is not a .tar, or is damaged ("
              + e.getMessage()
              + "); download or copy it again",
          e);
    }
  }

  private static int length(TarArchiveEntry entry) {
    if (entry.isLink() || entry.isSymbolicLink()) {
      return LINK;
    }
    return entry.isFIFO() || entry.isCharacterDevice() || entry.isBlockDevice()
        ? DEVICE
        : (int) Math.min(entry.getSize(), Integer.MAX_VALUE);
  }

  /** After the last file, filled up to a whole block, comes a block of zeros. */
  private void requireEndMarker(long end) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    ChannelReads.fully(channel, (end + BLOCK - 1) / BLOCK * BLOCK, block);
    for (byte value : block.array()) {
      if (value != 0) {
        throw new EOFException();
      }
    }
  }

  private void add(long offset, int length) {
    int at = index.size() - 1;
    if (at == offsets.length) {
      offsets = Arrays.copyOf(offsets, at * 3 / 2);
      lengths = Arrays.copyOf(lengths, at * 3 / 2);
    }
    offsets[at] = offset;
    lengths[at] = length;
  }

  @Override
  public List<String> folders(String folder) {
    return index.folders(folder);
  }

  @Override
  public Listing images(String folder) {
    return index.images(folder);
  }

  @Override
  public void read(String name, int id, RecordBatch into) throws CorruptImageException {
    if (lengths[id] == LINK) {
      throw new CorruptImageException(
          "it is a link to another file; pack the archive anew, with what its links lead to");
    }
    if (lengths[id] == DEVICE) {
      throw new CorruptImageException("it is a pipe or a device, not a file");
    }
    int length = ImageFiles.checkLength(lengths[id]);
    try {
      int start = into.add(length);
      ChannelReads.fully(channel, offsets[id], ByteBuffer.wrap(into.bytes(), start, length));
    } catch (IOException e) {
      throw new CorruptImageException("it cannot be read: " + Reasons.ofReading(e), e);
    }
  }

  @Override
  public FileStamps archive() {
    return archive;
  }

  @Override
  public String describe(String name) {
    return name.isEmpty() ? path.toString() : path + "!" + name;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new DataException("cannot close " + path + ": " + e.getMessage(), e);
    }
  }
}
