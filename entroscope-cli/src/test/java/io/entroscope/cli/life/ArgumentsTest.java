package io.entroscope.cli.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.app.CommandLines;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Numbers and paths on the command line. */
class ArgumentsTest {
  @Command(name = "numbered")
  private static final class Numbered {
    @Option(names = "--count")
    private int count;

    @Option(names = "--seed")
    private long seed;

    @Option(names = "--rate")
    private double rate;

    @Option(names = "--out")
    private Path out = Path.of("out");
  }

  private static Numbered parsed(String... args) {
    Numbered numbered = new Numbered();
    CommandLines.configure(new CommandLine(numbered)).parseArgs(args);
    return numbered;
  }

  @ParameterizedTest
  @CsvSource({
    "--count=7, 7, 0, 0",
    "--count=-7, -7, 0, 0",
    "--seed=9223372036854775807, 0, 9223372036854775807, 0",
    "--rate=1e-4, 0, 0, 0.0001",
    "--rate=.5, 0, 0, 0.5",
    "--rate=-2., 0, 0, -2"
  })
  void areRead(String option, int count, long seed, double rate) {
    Numbered read = parsed(option);
    assertThat(read.count).isEqualTo(count);
    assertThat(read.seed).isEqualTo(seed);
    assertThat(read.rate).isEqualTo(rate);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--count=1.5", "--count=", "--seed=0x10", "--count=\u0663", "--seed=1L"})
  void whatIsNoWholeNumberIsRefused(String option) {
    assertThatThrownBy(() -> parsed(option))
        .isInstanceOf(ParameterException.class)
        .hasMessageEndingWith("is not a whole number");
  }

  @Test
  void anEmptyPathIsNotTheFolderThatOneIsIn() {
    assertThat(parsed("--out=a/b").out).isEqualTo(Path.of("a/b"));
    for (String none : new String[] {"--out=", "--out=a\0b"}) {
      assertThatThrownBy(() -> parsed(none))
          .isInstanceOf(ParameterException.class)
          .hasMessageStartingWith("Invalid value for option '--out': ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--count=2147483648", "--seed=9223372036854775808"})
  void whatIsTooLargeIsToldTheRange(String option) {
    assertThatThrownBy(() -> parsed(option))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("is not within -");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "1e999", "1f", "0x1p3", "-", "1,5", "\u0663"})
  void whatIsNoNumberIsRefused(String value) {
    assertThatThrownBy(() -> parsed("--rate=" + value))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("'" + value + "' is not a number");
  }
}
