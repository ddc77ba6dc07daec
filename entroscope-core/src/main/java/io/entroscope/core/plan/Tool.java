package io.entroscope.core.plan;

import io.entroscope.result.ToolInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** This program's name and version. */
public final class Tool {
  /** As written into results. */
  public static final ToolInfo INFO = new ToolInfo("entroscope", version());

  private Tool() {}

  private static String version() {
    try (InputStream in = Tool.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
