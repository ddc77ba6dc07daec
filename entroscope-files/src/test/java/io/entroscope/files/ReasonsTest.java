package io.entroscope.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReasonsTest {
  @Test
  void putsAMessageOnOneLine() {
    assertThat(Reasons.inOneLine(" the layer 'a\r\n\n  b' is \u2028 none\n"))
        .isEqualTo("the layer 'a b' is none");
    assertThat(Reasons.inOneLine("as it was")).isEqualTo("as it was");
    assertThat(Reasons.inOneLine(null)).isEqualTo("null");
  }
}
