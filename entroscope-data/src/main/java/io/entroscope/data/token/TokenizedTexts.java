package io.entroscope.data.token;

import java.util.List;

/**
 * The tokens of some texts.
 *
 * @param ids of the tokens of each text
 * @param padding the id that fills shorter texts up
 * @param most the tokens beyond which a text was cut
 * @param cut how many texts were
 */
public record TokenizedTexts(List<int[]> ids, int padding, int most, int cut) {
  public TokenizedTexts {
    ids = List.copyOf(ids);
  }

  /** The tokens of the longest text. */
  public int longest() {
    return ids.stream().mapToInt(of -> of.length).max().orElse(0);
  }
}
