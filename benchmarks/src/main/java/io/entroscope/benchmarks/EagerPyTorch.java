package io.entroscope.benchmarks;

import io.entroscope.data.image.ImageShape;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** PyTorch in a process of its own, which trains when it is told to: {@code eager.py}. */
final class EagerPyTorch implements AutoCloseable {
  private final Process process;
  private final BufferedReader in;
  private final BufferedWriter out;
  private final String version;

  /**
   * Starts it, and waits until it is ready.
   *
   * @param python an interpreter that has PyTorch
   * @throws UnknownName if it does not start
   */
  EagerPyTorch(
      String python, String notation, ImageShape images, TrainingSize size, boolean channelsLast) {
    Path script = Path.of(System.getProperty("entroscope.home", ""), "benchmarks", "eager.py");
    List<String> command = new ArrayList<>(List.of(python, script.toString(), notation));
    for (int number :
        new int[] {
          images.channels(),
          images.height(),
          images.width(),
          TrainingSize.CLASSES,
          size.batch(),
          size.threads()
        }) {
      command.add(Integer.toString(number));
    }
    if (channelsLast) {
      command.add("channels-last");
    }
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.DISCARD);
      // PyTorch shares its work out over its own threads; more of them below only disturb it.
      builder.environment().put("OPENBLAS_NUM_THREADS", "1");
      process = builder.start();
      in =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      out =
          new BufferedWriter(
              new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
      version = line().replace("ready ", "");
    } catch (IOException e) {
      throw new UnknownName(
          "'" + python + "' does not train: give an interpreter that has PyTorch with --python");
    }
  }

  String version() {
    return version;
  }

  /** Images per second over so many steps, the first one not counted. */
  double train(int steps) throws IOException {
    out.write(steps + "\n");
    out.flush();
    return Double.parseDouble(line());
  }

  private String line() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("the program ended");
    }
    return line;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
