package io.entroscope.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.entroscope.result.block.BlockAnalysis;
import io.entroscope.result.block.BlockResult;
import io.entroscope.result.block.BlockValue;
import io.entroscope.result.block.StreamSimilarity;
import io.entroscope.result.layer.ClassIndicators;
import io.entroscope.result.layer.ClassMean;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.result.layer.FeatureMap;
import io.entroscope.result.layer.LayerIndicators;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.result.layer.Maximization;
import io.entroscope.result.layer.Spectrum;
import io.entroscope.result.layer.StatisticValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The published schema against the records that are written. */
class ResultSchemaTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Every record of a result, by its name in the schema. */
  private static final Map<String, Class<?>> RECORDS =
      Map.ofEntries(
          Map.entry("tool", ToolInfo.class),
          Map.entry("model", ModelInfo.class),
          Map.entry("data", DataInfo.class),
          Map.entry("arrayInput", ArrayInput.class),
          Map.entry("settings", Settings.class),
          Map.entry("preprocessing", PreprocessingInfo.class),
          Map.entry("interval", Interval.class),
          Map.entry("verdict", Verdict.class),
          Map.entry("curve", Verdict.Curve.class),
          Map.entry("reading", Verdict.Reading.class),
          Map.entry("step", Verdict.Step.class),
          Map.entry("caveat", Caveat.class),
          Map.entry("sample", SampleImage.class),
          Map.entry("images", ImageTable.class),
          Map.entry("layer", LayerResult.class),
          Map.entry("preactivation", LayerResult.Preactivation.class),
          Map.entry("classStatistics", ClassStatistics.class),
          Map.entry("classMean", ClassMean.class),
          Map.entry("mean", ClassMean.Mean.class),
          Map.entry("spectrum", Spectrum.class),
          Map.entry("classIndicators", ClassIndicators.class),
          Map.entry("layerIndicators", LayerIndicators.class),
          Map.entry("renyi", LayerIndicators.Renyi.class),
          Map.entry("probe", LayerIndicators.Probe.class),
          Map.entry("fromPrevious", LayerIndicators.FromPrevious.class),
          Map.entry("statisticValue", StatisticValue.class),
          Map.entry("statisticDescription", StatisticDescription.class),
          Map.entry("featureMap", FeatureMap.class),
          Map.entry("maximization", Maximization.class),
          Map.entry("maximizedUnit", Maximization.Unit.class),
          Map.entry("training", TrainingHistory.class),
          Map.entry("information", TrainingHistory.Information.class),
          Map.entry("epoch", TrainingHistory.Epoch.class),
          Map.entry("change", TrainingHistory.Change.class),
          Map.entry("blocks", BlockAnalysis.class),
          Map.entry("block", BlockResult.class),
          Map.entry("blockRecovery", BlockResult.Recovery.class),
          Map.entry("blockValue", BlockValue.class),
          Map.entry("streamSimilarity", StreamSimilarity.class));

  /** What stands for lists that are in the .npz of a large result, and is no record. */
  private static final Set<String> APART = Set.of("arrays", "columns");

  /** What a result holds of the options, whose records and test are in the module above. */
  private static final Set<String> OPTIONS =
      Set.of(
          "options",
          "observe",
          "inputs",
          "pixels",
          "size",
          "read",
          "arrayNames",
          "textReading",
          "selection",
          "computation");

  @Test
  void resultsAreValid() throws IOException {
    assertThat(faults(MAPPER.readTree(ResultJsonTest.json(Results.full())))).isEmpty();
    for (String name : new String[] {"result-1-full.json", "result-1-least.json"}) {
      assertThat(faults(tree(name))).as(name).isEmpty();
    }
  }

  @Test
  void largeResultsAreValidToo() throws IOException {
    LargeResult large = new LargeResult(Results.full(), ResultJson.FILE);
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    large.writeJson(json);
    JsonNode result = MAPPER.readTree(json.toByteArray());
    assertThat(faults(result)).isEmpty();
    assertThat(result.at("/layers/0/classes").isObject()).isTrue();
  }

  @Test
  void unknownFieldsAreAllowedAndWrongOnesNot() throws IOException {
    ObjectNode result = (ObjectNode) MAPPER.readTree(ResultJsonTest.json(Results.full()));
    result.put("later", 1);
    ((ObjectNode) result.get("layers").get(0)).put("later", 1);
    assertThat(faults(result)).isEmpty();
    ((ObjectNode) result.get("layers").get(0).get("all")).put("patternEntropy", "high");
    ((ObjectNode) result.get("model")).remove("sha256");
    result.put("schema", "entroscope/result/2");
    assertThat(faults(result)).hasSize(3);
  }

  @Test
  void schemaSaysOfEachFieldWhatTheRecordsSay() throws IOException {
    JsonNode schema = tree("schema/result-1.schema.json");
    Map<String, JsonNode> described = new LinkedHashMap<>();
    schema.get("$defs").properties().forEach(e -> described.put(e.getKey(), e.getValue()));
    assertThat(described.keySet()).containsAll(OPTIONS);
    assertThat(
            described.keySet().stream()
                .filter(name -> !OPTIONS.contains(name) && !APART.contains(name)))
        .containsExactlyInAnyOrderElementsOf(RECORDS.keySet());
    RECORDS.forEach((name, type) -> compare(name, described.get(name), type));
    compare("result", schema, AnalysisResult.class);
  }

  private static void compare(String name, @Nullable JsonNode schema, Class<?> type) {
    assertThat(schema).as(name).isNotNull();
    assertThat(
            schema.get("properties").properties().stream()
                .map(Map.Entry::getKey)
                .filter(of -> !isApart(of, name)))
        .as("properties of " + name)
        .containsExactlyInAnyOrderElementsOf(fields(type).keySet());
    assertThat(schema.get("required"))
        .as("required of " + name)
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrderElementsOf(
            fields(type).entrySet().stream()
                .filter(field -> field.getValue())
                .map(Map.Entry::getKey)
                .toList());
    schema
        .get("properties")
        .properties()
        .forEach(
            e ->
                assertThat(e.getValue().has("description") || e.getValue().has("$ref"))
                    .as("%s.%s is described", name, e.getKey())
                    .isTrue());
  }

  private static boolean isApart(String property, String of) {
    return of.equals("result") && APART.contains(property);
  }

  /**
   * By name in JSON, whether the field must be there; those of parts that stand beside included.
   */
  private static Map<String, Boolean> fields(Class<?> type) {
    Map<String, Boolean> fields = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      // The annotation's targets are fields, methods and parameters, not components.
      JsonUnwrapped part = component.getAccessor().getAnnotation(JsonUnwrapped.class);
      if (part == null) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        fields.put(
            named == null ? component.getName() : named.value(),
            !component.getAnnotatedType().isAnnotationPresent(Nullable.class));
      } else {
        fields(component.getType())
            .forEach((name, needed) -> fields.put(beside(part.prefix(), name), needed));
      }
    }
    return fields;
  }

  private static String beside(String part, String name) {
    if (part.isEmpty()) {
      return name;
    }
    return name.equals("value")
        ? part
        : part + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private static Set<ValidationMessage> faults(JsonNode result) throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(tree("schema/result-1.schema.json"));
    return schema.validate(result);
  }

  private static JsonNode tree(String name) throws IOException {
    try (InputStream in = ResultSchemaTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return MAPPER.readTree(in);
    }
  }
}
