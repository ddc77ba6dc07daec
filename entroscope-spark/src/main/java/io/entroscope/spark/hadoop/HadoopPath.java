package io.entroscope.spark.hadoop;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.apache.hadoop.fs.FileStatus;
import org.jspecify.annotations.Nullable;

/** A path in one of Hadoop's file systems; its names follow the rules of Unix. Immutable. */
final class HadoopPath implements Path {
  private final HadoopFiles files;
  private final Path name;
  // As a listing gave it, which saves asking for it file by file.
  private final @Nullable FileStatus status;

  HadoopPath(HadoopFiles files, Path name, @Nullable FileStatus status) {
    this.files = files;
    this.name = name;
    this.status = status;
  }

  Path name() {
    return name;
  }

  @Nullable FileStatus listed() {
    return status;
  }

  /** The path as Hadoop has it. */
  org.apache.hadoop.fs.Path hadoop() {
    return new org.apache.hadoop.fs.Path(toUri());
  }

  private HadoopPath with(Path other) {
    return new HadoopPath(files, other, null);
  }

  private @Nullable HadoopPath withOrNull(@Nullable Path other) {
    return other == null ? null : with(other);
  }

  private Path own(Path other) {
    if (other instanceof HadoopPath that && that.files.equals(files)) {
      return that.name;
    }
    throw new ProviderMismatchException(other + " is not in " + files.uri());
  }

  @Override
  public FileSystem getFileSystem() {
    return files;
  }

  @Override
  public boolean isAbsolute() {
    return name.isAbsolute();
  }

  @Override
  public @Nullable Path getRoot() {
    return withOrNull(name.getRoot());
  }

  @Override
  public @Nullable Path getFileName() {
    return withOrNull(name.getFileName());
  }

  @Override
  public @Nullable Path getParent() {
    return withOrNull(name.getParent());
  }

  @Override
  public int getNameCount() {
    return name.getNameCount();
  }

  @Override
  public Path getName(int index) {
    return with(name.getName(index));
  }

  @Override
  public Path subpath(int from, int to) {
    return with(name.subpath(from, to));
  }

  @Override
  public boolean startsWith(Path other) {
    return other instanceof HadoopPath that
        && that.files.equals(files)
        && name.startsWith(that.name);
  }

  @Override
  public boolean endsWith(Path other) {
    return other instanceof HadoopPath that && that.files.equals(files) && name.endsWith(that.name);
  }

  @Override
  public Path normalize() {
    return with(name.normalize());
  }

  @Override
  public Path resolve(Path other) {
    return with(name.resolve(own(other)));
  }

  @Override
  public Path relativize(Path other) {
    return with(name.relativize(own(other)));
  }

  @Override
  public URI toUri() {
    try {
      URI of = files.uri();
      return new URI(
          of.getScheme(), of.getAuthority(), toAbsolutePath().name.toString(), null, null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no URI for " + this, e);
    }
  }

  @Override
  public HadoopPath toAbsolutePath() {
    return isAbsolute() ? this : with(Path.of("/").resolve(name));
  }

  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    files.provider().checkAccess(this);
    return toAbsolutePath().normalize();
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    throw new UnsupportedOperationException("files are not watched");
  }

  @Override
  public int compareTo(Path other) {
    return name.compareTo(own(other));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HadoopPath that && files.equals(that.files) && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** As a person wrote it. */
  @Override
  public String toString() {
    return isAbsolute() ? files.prefix() + name : name.toString();
  }
}
