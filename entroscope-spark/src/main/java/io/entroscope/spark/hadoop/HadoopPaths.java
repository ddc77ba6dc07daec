package io.entroscope.spark.hadoop;

import io.entroscope.data.DataException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** What URIs and path names mean under a Hadoop configuration, as Java's paths. */
public final class HadoopPaths {
  private HadoopPaths() {}

  /**
   * The path that a person wrote. Files on this machine's disks become paths of Java's own; others
   * ({@code s3a:}, {@code hdfs:} and whatever else the configuration knows) can be read, and are
   * shown as they were written.
   *
   * @throws DataException if no file system is known for it, or it cannot be reached
   */
  public static Path of(String text, Configuration configuration) {
    try {
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(text);
      FileSystem files = path.getFileSystem(configuration);
      URI uri = path.toUri();
      if (files.getUri().getScheme().equals("file")) {
        return Path.of(uri.getScheme() == null ? text : uri.getPath());
      }
      String absolute =
          path.makeQualified(files.getUri(), files.getWorkingDirectory()).toUri().getPath();
      return new HadoopFiles(files, prefix(text, uri)).path(absolute);
    } catch (IOException | IllegalArgumentException e) {
      throw new DataException(
          "cannot reach "
              + text
              + ": "
              + e.getMessage()
              + "; check it, and Spark's settings for it",
          e);
    }
  }

  /** The path that a URI means, as it was taken from such a path on another machine. */
  public static Path of(URI uri, Configuration configuration) {
    return of(new org.apache.hadoop.fs.Path(uri).toString(), configuration);
  }

  /** What stands before the path in what a person wrote: nothing, or scheme and authority. */
  private static String prefix(String text, URI uri) {
    if (uri.getScheme() == null) {
      return "";
    }
    String scheme = uri.getScheme() + ":";
    boolean slashes = text.startsWith(scheme + "//");
    return scheme + (slashes ? "//" + (uri.getAuthority() == null ? "" : uri.getAuthority()) : "");
  }
}
