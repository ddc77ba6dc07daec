package io.entroscope.core.option;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entroscope.core.PlanException;
import io.entroscope.core.option.AnalysisOptions.Computation;
import io.entroscope.core.option.AnalysisOptions.Inputs;
import io.entroscope.core.option.AnalysisOptions.Observe;
import io.entroscope.core.option.AnalysisOptions.Running;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ReadOptions;
import io.entroscope.data.Selection;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * All that was asked of an analysis and decides its numbers: with the model and the data, enough to
 * run it again to the same bytes. A result, a state and a fingerprint hold it as the JSON that is
 * made of these records; what is added to one of them is in all three.
 *
 * @param observe what is observed of the model
 * @param inputs what goes into it
 * @param read which part of the dataset, and how it is read
 * @param selection which examples of it
 * @param computation what of the computing leaves a trace in the numbers
 */
public record AnalysisRequest(
    Observe observe, Inputs inputs, ReadOptions read, Selection selection, Computation computation)
    implements Serializable {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .annotationIntrospector(new Words())
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  /** What is asked by whoever asks for nothing. */
  private static final AnalysisRequest DEFAULT =
      of(AnalysisOptions.builder().build(), ReadOptions.DEFAULT);

  /** What these options and the reading of the data ask. */
  public static AnalysisRequest of(AnalysisOptions options, ReadOptions read) {
    return new AnalysisRequest(
        options.observe(), options.inputs(), read, options.selection(), options.computation());
  }

  /**
   * The request that {@link #json} made JSON of. What is not in it, because it was written before
   * there was such an option, is as if nothing had been asked.
   *
   * @param from what a message calls the place that the JSON comes from
   * @throws PlanException if it is no request, or asks something that is unknown here
   */
  public static AnalysisRequest of(JsonNode json, String from) {
    try {
      return MAPPER.treeToValue(over(MAPPER.valueToTree(DEFAULT), json), AnalysisRequest.class);
    } catch (JsonProcessingException e) {
      throw unreadable(from, e);
    }
  }

  /**
   * The same from JSON as text.
   *
   * @throws PlanException if it is no request, or asks something that is unknown here
   */
  public static AnalysisRequest parse(String json, String from) {
    try {
      return of(MAPPER.readTree(json), from);
    } catch (JsonProcessingException e) {
      throw unreadable(from, e);
    }
  }

  private static PlanException unreadable(String from, JsonProcessingException e) {
    return new PlanException(
        from
            + " holds options that this program cannot read: "
            + e.getOriginalMessage().lines().findFirst().orElse("")
            + "; use the version that wrote it",
        e);
  }

  private static JsonNode over(JsonNode defaults, JsonNode given) {
    if (!(defaults instanceof ObjectNode all) || !given.isObject()) {
      return given;
    }
    given
        .properties()
        .forEach(
            field -> {
              JsonNode usual = all.path(field.getKey());
              all.set(field.getKey(), over(usual, field.getValue()));
            });
    return all;
  }

  /**
   * This request as JSON: records as objects, constants in lower case, nothing where nothing is.
   */
  public JsonNode json() {
    return MAPPER.valueToTree(this);
  }

  /** The options to run it with on all cores of this machine. */
  public AnalysisOptions options() {
    return new AnalysisOptions(observe, inputs, selection, computation, Running.DEFAULT);
  }

  /** The data to run it on, if they lie here. */
  public DataSpec data(Path path) {
    return new DataSpec(path, read);
  }

  /**
   * Constants as the words that they are on the command line, whatever the language of this
   * machine.
   */
  private static final class Words extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public String[] findEnumValues(
        MapperConfig<?> config, AnnotatedClass type, Enum<?>[] values, String[] names) {
      return Arrays.stream(values)
          .map(value -> value.name().toLowerCase(Locale.ROOT))
          .toArray(String[]::new);
    }
  }
}
