package io.entroscope.advice.block;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * What is known of indicators of residual blocks: the boards of one study, one for each repair.
 *
 * @param networks the names of the networks; their families are what these begin with, up to the
 *     first hyphen
 * @param repairs the boards
 */
public record BlockBoards(List<String> networks, List<RepairBoard> repairs) {
  private static final String SHIPPED = "blocks.json";

  public BlockBoards {
    networks = List.copyOf(networks);
    repairs = List.copyOf(repairs);
  }

  /** The boards that the product's own advice stands on; empty if it was built without. */
  public static Optional<BlockBoards> shipped() {
    try (InputStream stream = BlockBoards.class.getResourceAsStream(SHIPPED)) {
      return stream == null
          ? Optional.empty()
          : Optional.of(JsonMapper.builder().build().readValue(stream, BlockBoards.class));
    } catch (IOException e) {
      throw new UncheckedIOException("the boards that are built in are damaged", e);
    }
  }

  /** The board with a repair; empty if that was not studied. */
  public Optional<RepairBoard> of(String repair) {
    return repairs.stream().filter(board -> board.repair().equals(repair)).findFirst();
  }

  /** What the name of a network begins with. */
  public static String family(String network) {
    return network.replaceFirst("-.*", "");
  }
}
