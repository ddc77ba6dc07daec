package io.entroscope.result.ablation;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * A candidate taken out, alone, and what that changed. In JSON the fields of both stand side by
 * side.
 *
 * @param part what was taken out
 * @param outputs how the outputs changed
 */
public record Removal(@JsonUnwrapped RemovedPart part, @JsonUnwrapped OutputChange outputs) {}
