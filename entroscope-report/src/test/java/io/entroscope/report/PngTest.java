package io.entroscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.report.internal.picture.OwnSvg;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PngTest {
  @ParameterizedTest
  @CsvSource({
    "<text>10⁻⁶</text>,<text>1e-6</text>",
    "<text>10³</text>,<text>1e3</text>",
    "<text>1.23×10⁻¹²</text>,<text>1.23e-12</text>",
    "<text>10 of 100</text>,<text>10 of 100</text>"
  })
  void powersAreWrittenWithSignsThatTheFontHas(String svg, String plain) {
    assertThat(OwnSvg.plainPowers(svg)).isEqualTo(plain);
  }
}
