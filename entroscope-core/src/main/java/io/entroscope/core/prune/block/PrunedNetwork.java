package io.entroscope.core.prune.block;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.entroscope.result.ablation.Measured;
import io.entroscope.result.ablation.OutputChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One network of a comparison.
 *
 * @param name {@code whole}, {@code pruned}, {@code whole alike}, or how else blocks were chosen
 * @param out the names of what is taken out
 * @param change how its outputs differ from the whole network's; of the whole one, its accuracy
 * @param embedding the cosine of what enters the linear head to the same of the whole network;
 *     nothing where there is no such vector
 * @param parameters weights, biases and scales
 * @param multiplyAdds of one example; null if not known
 * @param bytes of the file
 */
@JsonPropertyOrder({"name", "out", "change", "embedding", "parameters", "multiplyAdds", "bytes"})
public record PrunedNetwork(
    String name,
    List<String> out,
    OutputChange change,
    Measured embedding,
    long parameters,
    @Nullable Long multiplyAdds,
    long bytes) {
  static final String WHOLE = "whole";
  static final String WHOLE_ALIKE = "whole alike";

  public PrunedNetwork {
    out = List.copyOf(out);
  }

  /** Whether it is the whole network as it was given. */
  @JsonIgnore
  public boolean isWhole() {
    return name.equals(WHOLE);
  }
}
