package io.entroscope.data.format;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Temporary folders in this program's memory, {@code @TempDir(factory = MemoryFolder.class)}: what
 * opens many small files does so without the operating system.
 */
public final class MemoryFolder implements TempDirFactory {
  private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext extension)
      throws IOException {
    return Files.createTempDirectory(memory.getPath("/work"), "test");
  }

  @Override
  public void close() throws IOException {
    memory.close();
  }
}
