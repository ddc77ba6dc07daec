package io.entroscope.result.ablation;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.entroscope.result.ToolInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model loses without each of its candidates: {@code ablation.json}.
 *
 * @param schema {@link #SCHEMA}
 * @param tool what made it
 * @param summary what can be relied on, in a sentence or two
 * @param model that was taken apart
 * @param data that it was measured on
 * @param baseline the whole model
 * @param removals each candidate taken out alone, in order of depth
 * @param kept the candidates that cannot be taken out
 * @param sequence several taken out, one after the other; null if not asked for
 */
@JsonPropertyOrder({
  "schema",
  "tool",
  "summary",
  "model",
  "data",
  "baseline",
  "removals",
  "kept",
  "sequence"
})
public record AblationResult(
    String schema,
    ToolInfo tool,
    String summary,
    AblatedModel model,
    AblationData data,
    Baseline baseline,
    List<Removal> removals,
    List<Kept> kept,
    @Nullable Sequence sequence) {
  /** The schema of such files. */
  public static final String SCHEMA = "entroscope/ablation/1";

  /** What the schemas of all versions begin with. */
  public static final String FAMILY = "entroscope/ablation/";

  public AblationResult {
    removals = List.copyOf(removals);
    kept = List.copyOf(kept);
  }
}
