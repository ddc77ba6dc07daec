package io.entroscope.advice;

import java.util.List;

/**
 * The layers that could be taken out, in the order of what has foretold best which one to take out.
 *
 * @param record what it foretold by, and how well it did on networks whose truth is known
 * @param networks how many those were
 * @param layers by name, the one to take out first at the beginning
 */
public record Lead(Scoreboard.Winner record, int networks, List<String> layers) {
  public Lead {
    layers = List.copyOf(layers);
  }
}
