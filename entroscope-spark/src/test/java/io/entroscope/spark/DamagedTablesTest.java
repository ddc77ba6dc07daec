package io.entroscope.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.app.Console;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.testing.Seeds;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Parquet file that is damaged is refused in one line, and nothing is written; damage that leaves
 * it readable, as in an unused field, gives a result. {@code -Dentroscope.fuzz.executions=} takes
 * more files, {@code -Dentroscope.seed=} others.
 */
@ExtendWith(LocalSpark.class)
class DamagedTablesTest {
  private static final Path MODEL = Sets.DEMO.resolve("mnist-3fc.onnx");
  private static final long SEED = Seeds.seed(20261201L);
  private static final int EXECUTIONS = Integer.getInteger("entroscope.fuzz.executions", 6);
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path folder;

  private byte[] table() throws IOException {
    try (ImageDataSet images =
        DataSets.open(DataSpec.of(Sets.folder(folder.resolve("files"), 60)))) {
      Sets.parquet(folder.resolve("whole"), images, (i, png) -> png);
    }
    return Files.readAllBytes(folder.resolve("whole/data/test-00001-of-00003.parquet"));
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void damagedFilesAreRefusedInOneLine(SparkSession session) throws IOException {
    byte[] whole = table();
    Map<String, byte[]> cases = new LinkedHashMap<>();
    cases.put("empty", new byte[0]);
    cases.put("magic alone", MAGIC);
    cases.put("cut in the middle", Arrays.copyOf(whole, whole.length / 2));
    cases.put("cut in the footer", Arrays.copyOf(whole, whole.length - 20));
    cases.put("footer of no length", footerLength(whole, 0));
    cases.put("footer longer than the file", footerLength(whole, whole.length));
    cases.put("footer of 2 GiB", footerLength(whole, Integer.MAX_VALUE));
    cases.put("footer of negative length", footerLength(whole, -8));
    cases.put("pages of zeros", zeros(whole, 4, whole.length / 2));
    cases.put("a page's header", flipped(whole, 4));
    cases.forEach((name, bytes) -> assertThat(analyze(session, name, bytes)).as(name).isNotZero());
    for (int i = 0; i < EXECUTIONS; i++) {
      Random random = new Random(SEED + i * 0x9E3779B97F4A7C15L);
      byte[] bytes = whole;
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        // Half of them in the footer, which says where everything is.
        int near = random.nextBoolean() ? Math.min(1_200, whole.length) : whole.length;
        bytes = flipped(bytes, whole.length - 1 - random.nextInt(near));
      }
      analyze(session, "execution " + i + " of seed " + SEED, bytes);
    }
  }

  /** The exit code for a set of one damaged file and two whole ones, which it checks. */
  private int analyze(SparkSession session, String what, byte[] bytes) {
    Path set = folder.resolve("whole");
    Path out = folder.resolve("out");
    StringWriter err = new StringWriter();
    Console.redirect(new PrintWriter(new StringWriter()), new PrintWriter(err, true));
    try {
      Files.write(set.resolve("data/test-00001-of-00003.parquet"), bytes);
      int code =
          Main.commandLine(session)
              .execute("analyze", MODEL.toString(), "--data", set.toString(), "--out", "" + out);
      String said = err.toString().strip();
      if (code == 0) {
        Files.delete(out.resolve("result.json"));
        Files.delete(out.resolve("report.html"));
        Files.delete(out);
      } else {
        assertThat(List.of(1, 2)).as(what + ": " + said).contains(code);
        assertThat(said)
            .as(what)
            .startsWith("entroscope: ")
            .hasLineCount(1)
            .doesNotContain("internal error", "\tat ");
        assertThat(out).as(what).doesNotExist();
      }
      return code;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(what, e);
    }
  }

  private static byte[] footerLength(byte[] file, int length) {
    byte[] changed = file.clone();
    for (int i = 0; i < Integer.BYTES; i++) {
      changed[file.length - 8 + i] = (byte) (length >> (Byte.SIZE * i));
    }
    return changed;
  }

  private static byte[] zeros(byte[] file, int from, int to) {
    byte[] changed = file.clone();
    Arrays.fill(changed, from, to, (byte) 0);
    return changed;
  }

  private static byte[] flipped(byte[] file, int at) {
    byte[] changed = file.clone();
    changed[at] ^= (byte) (1 << (at % Byte.SIZE));
    return changed;
  }
}
