package io.entroscope.parquet;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Format;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.testing.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No Parquet file, however damaged, does more than be refused in one line. */
class ParquetFuzzTest {
  private static final int EXECUTIONS = 400;
  private static final Path FILES =
      Path.of("src", "test", "resources", "io", "entroscope", "parquet");

  @TempDir private Path folder;

  @Test
  void parquet() throws IOException {
    Path file = folder.resolve("data.parquet");
    Fuzz fuzz = Fuzz.of("parquet", DataException.class);
    for (String valid :
        new String[] {
          "images/data/test-00001-of-00002.parquet",
          "images/data/train-00000-of-00001.parquet",
          "features.parquet",
          "lists.parquet",
          "texts.parquet"
        }) {
      fuzz.from(Files.readAllBytes(FILES.resolve(valid)));
    }
    fuzz.run(
        EXECUTIONS,
        input -> {
          Files.write(file, input);
          read(DataSpec.of(file).withFormat(Format.PARQUET));
        });
  }

  private static void read(DataSpec spec) {
    try (DataSet data = DataSets.openUnlabelled(spec)) {
      for (int i = 0; i < Math.min(10, data.size()); i++) {
        if (data.label(i) >= 0 && data instanceof ImageDataSet images) {
          images.image(i);
        }
      }
    }
  }
}
