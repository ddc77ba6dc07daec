package io.entroscope.spark;

import java.net.URI;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Stands in for object storage: this machine's files under another scheme, {@code far:}. */
public class FarFiles extends RawLocalFileSystem {
  @Override
  public URI getUri() {
    return URI.create("far:///");
  }

  @Override
  public String getScheme() {
    return "far";
  }
}
