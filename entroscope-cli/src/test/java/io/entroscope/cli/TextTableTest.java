package io.entroscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.app.TextTable;
import org.junit.jupiter.api.Test;

/** A table keeps to the width of a terminal and loses nothing. */
class TextTableTest {
  private static TextTable table() {
    TextTable table = new TextTable("layer", ">expected cost", "why");
    table.row("block/attention/query", "0.1234", "small beside the rest");
    table.row("fc", "0.5", "");
    return table;
  }

  @Test
  void isAsWideAsItNeedsWhereThereIsRoom() {
    assertThat(table().width()).isEqualTo(21 + 2 + 13 + 2 + 21);
    assertThat(table().toString(80))
        .isEqualTo(
            """
            layer                  expected cost  why
            block/attention/query         0.1234  small beside the rest
            fc                               0.5
            """);
  }

  @Test
  void breaksHeadsFirst() {
    assertThat(table().toString(54))
        .isEqualTo(
            """
                                   expected
            layer                      cost  why
            block/attention/query    0.1234  small beside the rest
            fc                          0.5
            """);
  }

  @Test
  void breaksWordsThenAndNoNumber() {
    assertThat(table().toString(40))
        .isEqualTo(
            """
                            expected
            layer               cost  why
            block/            0.1234  small beside
            attention/                the rest
            query
            fc                   0.5
            """);
  }

  @Test
  void isNeverTooNarrowToRead() {
    assertThat(table().toString(1).lines()).allMatch(line -> line.length() <= 8 + 2 + 8 + 2 + 8);
    assertThat(table().toString(1).replaceAll("\\s+", "")).contains("block/", "0.1234");
  }
}
