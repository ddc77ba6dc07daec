package io.entroscope.result;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import io.entroscope.result.layer.LayerIndicators;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for: with the model and the data, all that the numbers depend on.
 *
 * @param layers the selection of layers as given, for example {@code fc}
 * @param at where they were observed: {@code output}, {@code preactivation} or {@code both}
 * @param normalizer f(n) of the paper's eq. (2): {@code log}, {@code units} or {@code none}
 * @param preprocessing how pixels became the model's input; null: arrays went in as they are
 * @param batch images per batch
 * @param selection which images were taken
 * @param groups how many groups the images fall into for the uncertainty
 * @param indicators whether {@link LayerIndicators} were asked for; null: no
 * @param mask the model's input by which tokens were averaged, where it is 1; null: none
 * @param options all that was asked for and decides numbers, to run it again; null: not written yet
 *     by that version
 */
@JsonPropertyOrder({
  "layers",
  "at",
  "normalizer",
  "preprocessing",
  "batch",
  "selection",
  "groups",
  "indicators",
  "mask",
  "options"
})
public record Settings(
    String layers,
    String at,
    String normalizer,
    @Nullable PreprocessingInfo preprocessing,
    int batch,
    @JsonUnwrapped Selected selection,
    int groups,
    @Nullable Boolean indicators,
    @Nullable String mask,
    @Nullable JsonNode options) {

  /**
   * Which images were taken.
   *
   * @param seed chooses the images of a selection, the samples and the groups
   * @param perClass images taken of each class; null: all of them
   * @param limit images taken at most; null: all of them
   */
  public record Selected(long seed, @Nullable Integer perClass, @Nullable Integer limit) {}
}
