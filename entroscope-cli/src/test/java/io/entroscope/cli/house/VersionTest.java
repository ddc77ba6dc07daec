package io.entroscope.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The version stands in one place; the files that cannot read it there follow it. */
class VersionTest {
  private static String text(String file) throws IOException {
    return Files.readString(Path.of("..", file));
  }

  private static String version() throws IOException {
    Matcher revision = Pattern.compile("<revision>(.*)</revision>").matcher(text("pom.xml"));
    assertThat(revision.find()).isTrue();
    return revision.group(1);
  }

  @ParameterizedTest
  @CsvSource({
    "CITATION.cff, version: VERSION",
    "Dockerfile, entroscope-VERSION-linux-x64.tar.gz",
    "examples/analysis/pom.xml, <entroscope.version>VERSION</entroscope.version>",
    "examples/statistic/pom.xml, <entroscope.version>VERSION</entroscope.version>",
    "examples/gradle/build.gradle.kts, entroscope-core:VERSION",
    "docs/releasing.md, | VERSION |"
  })
  void isTheSameElsewhere(String file, String said) throws IOException {
    assertThat(text(file)).contains(said.replace("VERSION", version()));
  }

  @Test
  void saysWhatItRunsOn() {
    assertThat(Cli.run("--version").out().lines())
        .satisfiesExactly(
            first -> assertThat(first).matches("entroscope \\S+( \\([0-9a-f]{7,40}\\))?"),
            second -> assertThat(second).matches("ONNX Runtime \\S+, Java \\S+"));
  }
}
