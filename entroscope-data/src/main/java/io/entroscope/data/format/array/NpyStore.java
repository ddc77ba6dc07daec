package io.entroscope.data.format.array;

import io.entroscope.data.DataException;
import io.entroscope.data.Format;
import io.entroscope.data.format.internal.KnownClasses;
import io.entroscope.files.FileStamps;
import io.entroscope.files.Inputs;
import io.entroscope.files.Reasons;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where arrays lie, a folder or an .npz: their names, and the files of those that are wanted. */
abstract sealed class NpyStore implements AutoCloseable
    permits NpyStore.Folder, NpzStore, TableStore {
  static final String ENDING = ".npy";

  private final List<FileChannel> channels = new ArrayList<>();

  /**
   * Opens a place.
   *
   * @throws DataException if it cannot be read
   */
  static NpyStore open(Format format, Path path) {
    return format == Format.NPZ ? NpzStore.open(path) : new Folder(path);
  }

  /** The arrays that lie there, without {@code .npy}, sorted. */
  abstract List<String> names();

  /**
   * Opens an array; its channel is closed with this.
   *
   * @throws DataException if it is not as it must be
   */
  abstract NpyFile array(String name);

  /**
   * The names of classes that something lists; empty if nothing does.
   *
   * @param file that would list them, one a line
   */
  Optional<List<String>> listed(Path file) {
    return Files.isRegularFile(file) ? Optional.of(KnownClasses.lines(file)) : Optional.empty();
  }

  /** The files of arrays opened so far as they are now. */
  abstract FileStamps files();

  /** A file to read from, closed with this. */
  final FileChannel channel(Path file) throws IOException {
    FileChannel channel = Inputs.channel(file);
    channels.add(channel);
    return channel;
  }

  @Override
  public void close() {
    for (FileChannel channel : channels) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new DataException("cannot close a file of arrays: " + e.getMessage(), e);
      }
    }
  }

  static String withoutEnding(String name) {
    return name.substring(0, name.length() - ENDING.length());
  }

  /** A folder of .npy files. */
  static final class Folder extends NpyStore {
    private final Path folder;
    private final List<Path> opened = new ArrayList<>();

    private Folder(Path folder) {
      this.folder = folder;
    }

    @Override
    List<String> names() {
      try (Stream<Path> entries = Files.list(folder)) {
        return entries
            .map(entry -> entry.getFileName().toString())
            .filter(name -> name.endsWith(ENDING) && !name.startsWith("."))
            .map(NpyStore::withoutEnding)
            .sorted()
            .toList();
      } catch (IOException e) {
        throw new DataException("cannot read " + folder + ": " + Reasons.ofReading(e), e);
      }
    }

    @Override
    FileStamps files() {
      return FileStamps.of(opened);
    }

    @Override
    NpyFile array(String name) {
      Path file = folder.resolve(name + ENDING);
      opened.add(file);
      try {
        FileChannel channel = channel(file);
        return NpyFile.read(channel, 0, channel.size(), name, file.toString());
      } catch (IOException e) {
        throw new DataException("cannot read " + file + ": " + Reasons.ofReading(e), e);
      }
    }
  }
}
