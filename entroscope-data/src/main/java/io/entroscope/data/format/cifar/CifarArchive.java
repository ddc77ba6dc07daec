package io.entroscope.data.format.cifar;

import io.entroscope.data.DataException;
import io.entroscope.data.format.idx.IdxFile;
import io.entroscope.files.Scratch;
import io.entroscope.setting.Limit;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** CIFAR's official archives, as they are downloaded: cifar-10-python.tar.gz and its like. */
public final class CifarArchive {
  /** The files of which one is CIFAR's, if any is. */
  private static final int FIRST = 16;

  /** More than the bytes of any of CIFAR's files, so that little is unpacked to find out. */
  private static final long LARGEST = 1L << 28;

  private static final int BUFFER = 1 << 16;

  private CifarArchive() {}

  /** Whether a .tar, gzipped or not, is one of them. */
  public static boolean isCifar(Path file) {
    try (TarArchiveInputStream tar = open(file)) {
      for (int i = 0; i < FIRST; i++) {
        TarArchiveEntry entry = tar.getNextEntry();
        if (entry == null || entry.getSize() > LARGEST) {
          return false;
        }
        if (entry.isFile()
            && (CifarFiles.isName(name(entry))
                || (CifarFiles.isPythonName(name(entry)) && Pickle.isStart(tar.readNBytes(2))))) {
          return true;
        }
      }
      return false;
    } catch (IOException | IllegalArgumentException e) {
      // What is wrong with it is said by whoever reads it.
      return false;
    }
  }

  private static TarArchiveInputStream open(Path file) throws IOException {
    return new TarArchiveInputStream(IdxFile.open(file), "UTF-8");
  }

  private static String name(TarArchiveEntry entry) {
    String name = entry.getName();
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /**
   * Unpacks the files of images and of names into a folder for temporary files.
   *
   * @throws DataException if the archive is not whole, or out of proportion
   */
  static Scratch unpack(Path file) {
    Scratch scratch = null;
    try (TarArchiveInputStream tar = open(file)) {
      scratch = Scratch.make();
      long packed = Files.size(file);
      long unpacked = 0;
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpacked += entry.getSize();
        if (Limit.isExpansionOver(packed, unpacked)) {
          throw new DataException(
              file + " unpacks to too many times its size: " + Limit.EXPANSION.hint());
        }
        if (Limit.UNPACKED.isExceededBy(unpacked)) {
          throw new DataException(file + " unpacks to too many bytes: " + Limit.UNPACKED.hint());
        }
        String name = name(entry);
        if (entry.isFile() && CifarFiles.isMember(name)) {
          copy(tar, entry, scratch.path().resolve(name));
        }
      }
      return scratch;
    } catch (EOFException e) {
      throw closing(scratch, new DataException(file + " is cut off; download it again", e));
    } catch (IOException | IllegalArgumentException e) {
      throw closing(
          scratch,
          new DataException(
              "cannot unpack "
                  + file
                  + " to the folder for temporary files ("
                  + e.getMessage()
                  + "); if it is whole, unpack it yourself with tar xzf and name the folder",
              e));
    } catch (DataException e) {
      throw closing(scratch, e);
    }
  }

  private static DataException closing(@Nullable Scratch scratch, DataException e) {
    try {
      if (scratch != null) {
        scratch.close();
      }
    } catch (IOException left) {
      e.addSuppressed(left);
    }
    return e;
  }

  private static void copy(TarArchiveInputStream tar, TarArchiveEntry entry, Path to)
      throws IOException {
    long left = entry.getSize();
    byte[] buffer = new byte[BUFFER];
    try (OutputStream out = Files.newOutputStream(to)) {
      while (left > 0) {
        int n = tar.readNBytes(buffer, 0, (int) Math.min(left, BUFFER));
        if (n == 0) {
          throw new EOFException();
        }
        out.write(buffer, 0, n);
        left -= n;
      }
    }
  }
}
