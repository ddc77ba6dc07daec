package io.entroscope.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.core.Fixtures.Network;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.Planner;
import io.entroscope.core.run.LocalRunner;
import io.entroscope.core.run.StageTimes;
import io.entroscope.core.run.StageTimes.Stage;
import io.entroscope.core.state.AnalysisState;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.batch.BatchReader;
import io.entroscope.data.batch.BatchReader.Ahead;
import io.entroscope.data.batch.BatchSource;
import io.entroscope.data.batch.DecodedImages;
import io.entroscope.data.format.DataSets;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images kept in memory against the same images read from their files. */
class DecodedRunTest {
  @TempDir private Path folder;

  @Test
  void givesTheSameBytesAgainAndAgain() throws IOException {
    Random random = new Random(5);
    int images = 301;
    Fixtures.write(folder, Fixtures.images(random, images), random.ints(images, 0, 3).toArray());
    Network network = Network.random(random, 2, Fixtures.PIXELS, 9, 3);
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder))) {
      AnalysisPlan plan =
          Planner.plan(network.model(), data, AnalysisOptions.builder().batch(32).build());
      byte[] read = json(Analyzer.run(plan, Progress.NONE, new StageTimes()));
      DecodedImages decoded;
      try (BatchReader reader = plan.read(new Ahead(2, 4))) {
        decoded = DecodedImages.of(reader);
      }
      assertThat(decoded.images()).isEqualTo(images);
      for (int run = 0; run < 2; run++) {
        StageTimes times = new StageTimes();
        try (BatchSource source = decoded.source()) {
          AnalysisState state = LocalRunner.run(plan, source, Progress.NONE, times);
          assertThat(json(Analyzer.result(plan, state, times))).isEqualTo(read);
        }
        for (Stage stage : Stage.values()) {
          assertThat(times.seconds(stage)).as(stage.id()).isPositive();
        }
      }
    }
  }

  private static byte[] json(AnalysisResult result) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ResultJson.write(result, out);
    return out.toByteArray();
  }
}
