package io.entroscope.core.run;

import io.entroscope.core.Fixtures;
import io.entroscope.core.Fixtures.Network;
import io.entroscope.core.PlanException;
import io.entroscope.core.Progress;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.option.IndicatorScope;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.Planner;
import io.entroscope.core.state.PartialState;
import io.entroscope.core.state.StateFile;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.testing.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No state of an analysis, however damaged, does more than be refused in one line. */
class StateFuzzTest {
  private static final int EXECUTIONS = 1_000;
  private static final int IMAGES = 40;

  @TempDir Path folder;

  @Test
  void state() throws IOException {
    Random random = new Random(1);
    Fixtures.write(folder, Fixtures.images(random, IMAGES), random.ints(IMAGES, 0, 3).toArray());
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder))) {
      AnalysisPlan plan =
          Planner.plan(
              Network.random(random, 1, Fixtures.PIXELS, 4, 3).model(),
              data,
              AnalysisOptions.builder().threads(1).indicators(IndicatorScope.LAYERS).build());
      Path file = folder.resolve("1.state");
      StateFile.write(
          file, plan, LocalRunner.run(plan, new Shard(1, 1), Progress.NONE, new StageTimes()));
      byte[] packed = Files.readAllBytes(file);
      Fuzz.Reader reader =
          input -> {
            Files.write(file, input);
            StateFile.origin(file);
            PartialState.merge(plan, Map.of("1.state", StateFile.read(file, plan)));
          };
      byte[] plain;
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
        plain = in.readAllBytes();
      }
      fuzz("state").from(plain).finish((input, same) -> gzip(input)).run(EXECUTIONS, reader);
      fuzz("state-packed").from(packed).run(EXECUTIONS / 4, reader);
    }
  }

  private static Fuzz fuzz(String reader) {
    return Fuzz.of(reader, PlanException.class);
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
