package io.entroscope.spark.hadoop;

import java.net.URI;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Set;

/** One of Hadoop's file systems, to read from. */
final class HadoopFiles extends FileSystem {
  private final org.apache.hadoop.fs.FileSystem files;
  private final String prefix;
  private final HadoopProvider provider = new HadoopProvider();

  /**
   * A file system.
   *
   * @param prefix what its paths are shown with
   */
  HadoopFiles(org.apache.hadoop.fs.FileSystem files, String prefix) {
    this.files = files;
    this.prefix = prefix;
  }

  org.apache.hadoop.fs.FileSystem files() {
    return files;
  }

  String prefix() {
    return prefix;
  }

  URI uri() {
    return files.getUri();
  }

  HadoopPath path(String name) {
    // The names of Unix, whose paths know how to be cut and joined.
    return new HadoopPath(this, Path.of(name), null);
  }

  @Override
  public Path getPath(String first, String... more) {
    return new HadoopPath(this, Path.of(first, more), null);
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  /** Does nothing: Hadoop shares its file systems and closes them itself. */
  @Override
  public void close() {}

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return true;
  }

  @Override
  public String getSeparator() {
    return "/";
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(path("/"));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return List.of();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return Set.of("basic");
  }

  @Override
  public PathMatcher getPathMatcher(String pattern) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher(pattern);
    return path -> path instanceof HadoopPath own && matcher.matches(own.name());
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException("owners are not looked up");
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("files are not watched");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HadoopFiles that
        && files.getUri().equals(that.files.getUri())
        && prefix.equals(that.prefix);
  }

  @Override
  public int hashCode() {
    return files.getUri().hashCode();
  }
}
