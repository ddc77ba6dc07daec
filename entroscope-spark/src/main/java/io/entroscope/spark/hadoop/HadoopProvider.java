package io.entroscope.spark.hadoop;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.security.AccessControlException;
import org.jspecify.annotations.Nullable;

/** Lists and reads files of {@link HadoopFiles}; writing is not for it. */
final class HadoopProvider extends FileSystemProvider {
  @Override
  public String getScheme() {
    return "entroscope-hadoop";
  }

  private static HadoopPath own(Path path) {
    if (path instanceof HadoopPath hadoop) {
      return hadoop;
    }
    throw new IllegalArgumentException(path + " is none of Hadoop's");
  }

  private static org.apache.hadoop.fs.FileSystem files(HadoopPath path) {
    return ((HadoopFiles) path.getFileSystem()).files();
  }

  private static FileStatus status(HadoopPath path) throws IOException {
    FileStatus listed = path.listed();
    if (listed != null) {
      return listed;
    }
    try {
      return files(path).getFileStatus(path.hadoop());
    } catch (IOException e) {
      throw translated(path, e);
    }
  }

  /** As Java's own file systems would have it. */
  private static IOException translated(Path path, IOException e) {
    IOException translated =
        e instanceof FileNotFoundException
            ? new NoSuchFileException(path.toString())
            : e instanceof AccessControlException ? new AccessDeniedException(path.toString()) : e;
    if (translated != e) {
      translated.initCause(e);
    }
    return translated;
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    for (OpenOption option : options) {
      if (option != StandardOpenOption.READ) {
        throw readOnly();
      }
    }
    HadoopPath own = own(path);
    FileStatus status = status(own);
    try {
      FSDataInputStream in = files(own).openFile(own.hadoop()).withFileStatus(status).build().get();
      return new HadoopChannel(in, status.getLen());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause
          ? translated(path, cause)
          : new IOException("cannot open " + path + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while opening " + path, e);
    } catch (IOException e) {
      throw translated(path, e);
    }
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    HadoopPath own = own(folder);
    List<Path> entries = new ArrayList<>();
    try {
      RemoteIterator<FileStatus> statuses = files(own).listStatusIterator(own.hadoop());
      while (statuses.hasNext()) {
        FileStatus status = statuses.next();
        Path name = own.name().resolve(status.getPath().getName());
        Path entry = new HadoopPath((HadoopFiles) own.getFileSystem(), name, status);
        if (filter.accept(entry)) {
          entries.add(entry);
        }
      }
      return new Listing(entries);
    } catch (IOException e) {
      throw translated(folder, e);
    }
  }

  /** A folder's entries, each with its status. */
  private record Listing(List<Path> entries) implements DirectoryStream<Path> {
    @Override
    public Iterator<Path> iterator() {
      return entries.iterator();
    }

    @Override
    public void close() {}
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    if (type != BasicFileAttributes.class) {
      throw new UnsupportedOperationException("no attributes of " + type);
    }
    return type.cast(new HadoopAttributes(status(own(path))));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) {
    throw new UnsupportedOperationException("attributes are not read by name");
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    status(own(path));
  }

  @Override
  public boolean isSameFile(Path a, Path b) {
    return a.equals(b);
  }

  @Override
  public boolean isHidden(Path path) {
    Path name = path.getFileName();
    return name != null && name.toString().startsWith(".");
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return null;
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException("made by HadoopPaths");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw new UnsupportedOperationException("made by HadoopPaths");
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException("made by HadoopPaths");
  }

  @Override
  public FileStore getFileStore(Path path) {
    throw new UnsupportedOperationException("stores are not looked at");
  }

  private static UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException("only reading");
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) {
    throw readOnly();
  }

  @Override
  public void delete(Path path) {
    throw readOnly();
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) {
    throw readOnly();
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) {
    throw readOnly();
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
    throw readOnly();
  }
}
