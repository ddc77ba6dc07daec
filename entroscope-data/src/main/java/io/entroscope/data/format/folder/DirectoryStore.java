package io.entroscope.data.format.folder;

import io.entroscope.data.DataException;
import io.entroscope.data.format.internal.ChannelReads;
import io.entroscope.data.format.internal.ImageFiles;
import io.entroscope.data.image.internal.CorruptImageException;
import io.entroscope.data.image.internal.RecordBatch;
import io.entroscope.files.Inputs;
import io.entroscope.files.Reasons;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Images in folders on disk. */
public final class DirectoryStore implements ImageStore {
  private static final char UNDECODED = '\uFFFD';

  private final Path root;

  public DirectoryStore(Path root) {
    this.root = root;
  }

  @Override
  public List<String> folders(String folder) {
    try (Stream<Path> entries = Files.list(root.resolve(folder))) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .map(name -> requireDecoded(folder, name))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unreadable(root.resolve(folder), e);
    }
  }

  @Override
  public Listing images(String folder) {
    Path top = root.resolve(folder);
    NamePool names = new NamePool();
    try {
      Files.walkFileTree(
          top,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
              boolean hidden = !dir.equals(top) && dir.getFileName().toString().startsWith(".");
              return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (ImageFiles.isImage(file.getFileName().toString())) {
                String name = top.relativize(file).toString().replace('\\', '/');
                names.add(requireDecoded(folder, name));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw unreadable(top, e);
    }
    return new Listing(names, new int[0]);
  }

  @Override
  public void read(String name, int id, RecordBatch into) throws CorruptImageException {
    try (FileChannel channel = Inputs.channel(root.resolve(name))) {
      int length = ImageFiles.checkLength(channel.size());
      int start = into.add(length);
      ChannelReads.fully(channel, 0, ByteBuffer.wrap(into.bytes(), start, length));
    } catch (EOFException e) {
      throw new CorruptImageException("it became shorter while it was read", e);
    } catch (IOException e) {
      throw new CorruptImageException("it cannot be read: " + Reasons.ofReading(e), e);
    }
  }

  @Override
  public Optional<Path> root() {
    return Optional.of(root);
  }

  @Override
  public String describe(String name) {
    return root.resolve(name).toString();
  }

  @Override
  public void close() {}

  /** A name that Java could not decode leads back to no file. */
  private String requireDecoded(String folder, String name) {
    if (name.indexOf(UNDECODED) >= 0) {
      throw new DataException(
          "the name "
              + name
              + " in "
              + describe(folder)
              + " has letters that Java cannot read here; set the environment variable LC_ALL to"
              + " C.UTF-8, or rename it");
    }
    return name;
  }

  private static DataException unreadable(Path folder, IOException e) {
    return new DataException("cannot list the folder " + folder + ": " + Reasons.ofReading(e), e);
  }
}
