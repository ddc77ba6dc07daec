package io.entroscope.spark;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One Spark session inside the test's own process, for all tests. */
final class LocalSpark implements BeforeAllCallback, ParameterResolver {
  private record Held(SparkSession session) implements AutoCloseable {
    @Override
    public void close() {
      session.stop();
    }
  }

  private static SparkSession session(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.GLOBAL)
        .getOrComputeIfAbsent(Held.class, key -> new Held(start(2)), Held.class)
        .session();
  }

  /** A Spark in this process, with so many cores. */
  static SparkSession start(int cores) {
    return SparkSession.builder()
        // What fails is tried three times more, as on a cluster.
        .master("local[" + cores + ", 4]")
        .appName("tests")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "3")
        .config("spark.hadoop.fs.far.impl", FarFiles.class.getName())
        .config("spark.hadoop.fs.failing.impl", FailingFiles.class.getName())
        .getOrCreate();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    session(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SparkSession.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return session(context);
  }
}
