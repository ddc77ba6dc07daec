package io.entroscope.cli.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.cli.Cli;
import io.entroscope.data.format.idx.IdxWriter;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.PixelImage;
import io.entroscope.testing.Facility;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C in the middle: the program stops at once, leaves nothing, and says so. */
class InterruptTest {
  @TempDir private Path folder;

  @Test
  void leavesNothing() throws IOException, InterruptedException {
    Facility.needPosix();
    Path data = Files.createDirectory(folder.resolve("data"));
    int images = 200_000;
    PixelImage image = new PixelImage(new ImageShape(1, 28, 28), new byte[784]);
    IdxWriter.writeImages(
        data.resolve("t10k-images-idx3-ubyte.gz"), Collections.nCopies(images, image));
    IdxWriter.writeLabels(
        data.resolve("t10k-labels-idx1-ubyte.gz"),
        IntStream.range(0, images).map(i -> i % 10).toArray());
    Path out = folder.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dentroscope.terminal=true",
                "-cp",
                System.getProperty("java.class.path"),
                "io.entroscope.cli.Main",
                "analyze",
                Cli.MODEL,
                "--data",
                data.toString(),
                "--threads",
                "1",
                "--out",
                out.toString())
            .redirectErrorStream(true);
    builder.environment().put("NO_COLOR", "1");
    Process process = builder.start();
    // The first sign of the progress bar says that inference is under way.
    assertThat(process.getInputStream().read()).isPositive();
    // What a shell starts in the background ignores SIGINT, and so does what that starts.
    String signal = ignoresInterrupt() ? "-TERM" : "-INT";
    new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("stopped").isTrue();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .endsWith("entroscope: interrupted; nothing was written\n");
    assertThat(process.exitValue()).isEqualTo(signal.equals("-INT") ? 130 : 143);
    assertThat(out).doesNotExist();
  }

  private static boolean ignoresInterrupt() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("SigIgn:")) {
        long ignored = Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16);
        return (ignored & 1 << 1) != 0;
      }
    }
    return false;
  }
}
