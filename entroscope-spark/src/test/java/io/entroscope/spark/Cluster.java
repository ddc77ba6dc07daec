package io.entroscope.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A standalone Spark cluster of processes on this machine: a master and workers, which start
 * executors of their own. Its installation is put together from the jars that Maven fetched.
 */
final class Cluster implements AutoCloseable {
  private static final long PATIENCE_MILLIS = 90_000;
  private static final List<String> JVM =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true");

  private final Path folder;
  private final Path home;
  private final List<Process> processes = new ArrayList<>();
  private final String master;

  /**
   * Starts a cluster.
   *
   * @param home the installation, as {@link #install} made it
   * @param folder for all that it writes
   * @param workers with a core each
   */
  Cluster(Path home, Path folder, int workers) throws IOException, InterruptedException {
    this.home = home;
    this.folder = Files.createDirectories(folder);
    int port = freePort();
    this.master = "spark://127.0.0.1:" + port;
    Path log = folder.resolve("master.log");
    start(
        log,
        "192m",
        "org.apache.spark.deploy.master.Master",
        "--host",
        "127.0.0.1",
        "--port",
        Integer.toString(port),
        "--webui-port",
        "0");
    await(log, "New state: ALIVE");
    for (int i = 0; i < workers; i++) {
      start(
          folder.resolve("worker-" + i + ".log"),
          "192m",
          "org.apache.spark.deploy.worker.Worker",
          "--host",
          "127.0.0.1",
          "--webui-port",
          "0",
          "--cores",
          "1",
          "--memory",
          "1g",
          "--work-dir",
          folder.resolve("work-" + i).toString(),
          master);
    }
    for (int i = 0; i < workers; i++) {
      await(folder.resolve("worker-" + i + ".log"), "Successfully registered with master");
    }
  }

  /**
   * Makes an installation of Spark, of links to jars.
   *
   * @param jars with path separators between them
   */
  static Path install(Path home, String jars) throws IOException {
    Path folder = Files.createDirectories(home.resolve("jars"));
    for (String jar : jars.strip().split(File.pathSeparator, -1)) {
      Path link = folder.resolve(Path.of(jar).getFileName());
      if (!Files.exists(link)) {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(jar));
      }
    }
    return home;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process start(Path log, String memory, String... command) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(JVM);
    line.addAll(List.of(System.getProperty("spark.opens").split(" ", -1)));
    line.add("-Xmx" + memory);
    line.add("-cp");
    line.add(home.resolve("jars") + "/*");
    line.addAll(List.of(command));
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "SPARK_HOME",
                home.toString(),
                "SPARK_LOCAL_IP",
                "127.0.0.1",
                "SPARK_LOCAL_DIRS",
                folder.resolve("local").toString(),
                "SPARK_SCALA_VERSION",
                "2.13"));
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  /**
   * Starts a program as spark-submit does.
   *
   * @param settings of Spark's, as {@code key=value}
   * @param jar the program
   * @param args its arguments
   */
  Process submit(Path log, List<String> settings, Path jar, List<String> args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add("org.apache.spark.deploy.SparkSubmit");
    command.addAll(List.of("--master", master, "--class", "io.entroscope.spark.Main"));
    List<String> all = new ArrayList<>(settings);
    all.add("spark.driver.host=127.0.0.1");
    all.add("spark.driver.bindAddress=127.0.0.1");
    all.add("spark.ui.enabled=false");
    all.add("spark.executor.memory=512m");
    // A process that is killed leaves what ONNX Runtime unpacked: in the folder that goes away.
    all.add(
        "spark.executor.extraJavaOptions="
            + String.join(" ", JVM)
            + " -Djava.io.tmpdir="
            + Files.createDirectories(folder.resolve("temporary")));
    all.forEach(setting -> command.addAll(List.of("--conf", setting)));
    command.add(jar.toString());
    command.addAll(args);
    return start(log, "512m", command.toArray(String[]::new));
  }

  /** The executors that run now. */
  List<ProcessHandle> executors() {
    return processes.stream()
        .flatMap(Process::descendants)
        .filter(process -> process.isAlive() && commandLine(process).contains("ExecutorBackend"))
        .toList();
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
    } catch (IOException e) {
      return process.info().commandLine().orElse("");
    }
  }

  /** Waits until a log says something. */
  static void await(Path log, String text) throws InterruptedException {
    await(log.getFileName() + " says '" + text + "'", nothing -> text(log).contains(text));
  }

  private static void await(String what, Predicate<Void> reached) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (!reached.test(null)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain until " + what);
      }
      Thread.sleep(20);
    }
  }

  static String text(Path log) {
    try {
      return Files.exists(log) ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    processes.forEach(process -> process.onExit().join());
  }
}
