package io.entroscope.core.option;

import io.entroscope.result.ToolInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** This program's name and version, and what it was built of. */
public final class Tool {
  private static final Properties BUILD = read();

  /** As written into results. */
  public static final ToolInfo INFO = new ToolInfo("entroscope", BUILD.getProperty("version"));

  private Tool() {}

  /** The commit that was built; empty if it was not built from a repository. */
  public static String commit() {
    return BUILD.getProperty("commit");
  }

  /** The version of ONNX Runtime that was built against. */
  public static String onnxRuntime() {
    return BUILD.getProperty("onnxruntime");
  }

  private static Properties read() {
    try (InputStream in = Tool.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
