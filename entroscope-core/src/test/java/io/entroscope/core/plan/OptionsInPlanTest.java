package io.entroscope.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entroscope.core.Fixtures;
import io.entroscope.core.Fixtures.Network;
import io.entroscope.core.PlanException;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.option.AnalysisOptions.Computation;
import io.entroscope.core.option.AnalysisOptions.Inputs;
import io.entroscope.core.option.AnalysisOptions.Observe;
import io.entroscope.core.option.AnalysisOptions.Pixels;
import io.entroscope.core.option.AnalysisRequest;
import io.entroscope.data.ArrayNames;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.ReadOptions;
import io.entroscope.data.Selection;
import io.entroscope.data.TextReading;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.format.slice.DataFacts;
import io.entroscope.data.format.slice.DataSlice;
import io.entroscope.data.image.ImageSize;
import io.entroscope.result.ResultJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The options, component by component as the records have them: whoever adds one and forgets that
 * it must travel, be kept, or be told apart, is told here.
 */
class OptionsInPlanTest {
  private static final int IMAGES = 90;
  private static final AnalysisOptions DEFAULT = AnalysisOptions.builder().build();

  /** Every record that is kept in results, by its name in the schema. */
  private static final Map<String, Class<?>> RECORDS =
      Map.ofEntries(
          Map.entry("options", AnalysisRequest.class),
          Map.entry("observe", Observe.class),
          Map.entry("inputs", Inputs.class),
          Map.entry("pixels", Pixels.class),
          Map.entry("size", ImageSize.class),
          Map.entry("read", ReadOptions.class),
          Map.entry("arrayNames", ArrayNames.class),
          Map.entry("textReading", TextReading.class),
          Map.entry("selection", Selection.class),
          Map.entry("computation", Computation.class));

  @TempDir private Path folder;

  /** One record with one component changed, and the way to it. */
  private record Changed(String way, Object value) {}

  /** All that differ from a record in one component, or in one of a record in it. */
  private static List<Changed> changes(Object of) throws ReflectiveOperationException {
    List<Changed> all = new ArrayList<>();
    RecordComponent[] components = of.getClass().getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      String name = components[i].getName();
      Object value = components[i].getAccessor().invoke(of);
      if (value instanceof Record && !(value instanceof ImageSize)) {
        for (Changed inner : changes(value)) {
          all.add(new Changed(name + "." + inner.way(), with(of, i, inner.value())));
        }
      } else {
        all.add(new Changed(name, with(of, i, another(components[i], value))));
      }
    }
    return all;
  }

  private static Object with(Object of, int changed, Object value)
      throws ReflectiveOperationException {
    RecordComponent[] components = of.getClass().getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = i == changed ? value : components[i].getAccessor().invoke(of);
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    return of.getClass().getDeclaredConstructor(types).newInstance(values);
  }

  private static Object another(RecordComponent component, @Nullable Object old) {
    Class<?> type = component.getType();
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .filter(constant -> constant != old)
          .findFirst()
          .orElseThrow();
    }
    if (type == List.class) {
      return component.getGenericType().getTypeName().contains("String")
          ? List.of("other")
          : List.of(0.125);
    }
    if (type == SortedMap.class) {
      return new TreeMap<>(Map.of("0", 2, "1", 1, "2", 0));
    }
    Map<Class<?>, Object> others =
        Map.ofEntries(
            Map.entry(String.class, "other"),
            Map.entry(int.class, 3),
            Map.entry(Integer.class, 3),
            Map.entry(long.class, 3L),
            Map.entry(Long.class, 3L << 20),
            Map.entry(Boolean.class, true),
            Map.entry(boolean.class, !Boolean.TRUE.equals(old)),
            Map.entry(Double.class, 0.125),
            Map.entry(ImageSize.class, new ImageSize(3, 5)),
            Map.entry(ArrayNames.class, new ArrayNames("x", "y")),
            Map.entry(TextReading.class, new TextReading("words", "kind", "tokenizer.json", 7)),
            Map.entry(Map.class, Map.of("other", 0.125)));
    Object other = others.get(type);
    assertThat(other).as("%s: say here what else it could be", component).isNotNull();
    assertThat(other).as("%s: the same as by default", component).isNotEqualTo(old);
    return Objects.requireNonNull(other);
  }

  private static Object travelled(Object value) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  private static List<AnalysisRequest> changedRequests() throws ReflectiveOperationException {
    return changes(AnalysisRequest.of(DEFAULT, ReadOptions.DEFAULT)).stream()
        .map(changed -> (AnalysisRequest) changed.value())
        .toList();
  }

  @Test
  void everyOptionTravels() throws Exception {
    for (Changed changed : changes(DEFAULT)) {
      assertThat(changed.value()).as(changed.way()).isNotEqualTo(DEFAULT);
      assertThat(travelled(changed.value())).as(changed.way()).isEqualTo(changed.value());
    }
    for (AnalysisRequest request : changedRequests()) {
      assertThat(travelled(request)).isEqualTo(request);
    }
  }

  @Test
  void everyOptionThatDecidesNumbersIsKeptAsJson() throws Exception {
    String usual = AnalysisRequest.of(DEFAULT, ReadOptions.DEFAULT).json().toString();
    for (AnalysisRequest request : changedRequests()) {
      assertThat(request.json().toString()).isNotEqualTo(usual);
      assertThat(AnalysisRequest.of(request.json(), "here")).isEqualTo(request);
      assertThat(AnalysisRequest.parse(request.json().toString(), "here")).isEqualTo(request);
    }
  }

  @Test
  void aRequestIsOptionsAndReading() throws Exception {
    for (Changed changed : changes(DEFAULT)) {
      AnalysisOptions options = (AnalysisOptions) changed.value();
      AnalysisRequest request = AnalysisRequest.of(options, ReadOptions.DEFAULT);
      assertThat(request.options().withThreads(options.threads()))
          .as(changed.way())
          .isEqualTo(options);
    }
  }

  /** A result may be older than an option. */
  @Test
  void whatIsNotInTheJsonWasNotAsked() {
    AnalysisRequest usual = AnalysisRequest.of(DEFAULT, ReadOptions.DEFAULT);
    assertThat(AnalysisRequest.parse("{}", "here")).isEqualTo(usual);
    for (String subject : List.of("observe", "inputs", "read", "selection", "computation")) {
      List<String> names = new ArrayList<>();
      usual.json().get(subject).fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        ObjectNode json = (ObjectNode) usual.json();
        ((ObjectNode) json.get(subject)).remove(name);
        assertThat(AnalysisRequest.of(json, "here")).as(subject + "." + name).isEqualTo(usual);
      }
    }
  }

  @Test
  void whatIsUnknownIsRefused() {
    for (String json :
        new String[] {
          "{\"observe\": {\"later\": 1}}",
          "{\"observe\": {\"at\": \"everywhere\"}}",
          "{\"computation\": {\"batch\": 0}}",
          "[]",
          "{"
        }) {
      assertThatThrownBy(() -> AnalysisRequest.parse(json, "old.json"))
          .as(json)
          .isInstanceOf(PlanException.class)
          .hasMessageStartingWith("old.json holds options that this program cannot read: ")
          .hasMessageNotContaining("\n");
    }
    assertThatThrownBy(() -> AnalysisOptions.builder().feeds(Map.of("x", Double.NaN)).build())
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("'x' is fed NaN");
  }

  @Test
  void theFingerprintIsOfWhatDecidesNumbersAndOfNothingElse() throws Exception {
    Random random = new Random(4);
    Fixtures.write(folder, Fixtures.images(random, IMAGES), random.ints(IMAGES, 1, 3).toArray());
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder))) {
      AnalysisPlan plan =
          Planner.plan(Network.random(random, 2, Fixtures.PIXELS, 5, 3).model(), data, DEFAULT);
      AnalysisOptions asked = plan.options();
      for (Changed changed : changes(asked)) {
        AnalysisPlan other = with(plan, plan.input(), (AnalysisOptions) changed.value());
        boolean running = changed.way().startsWith("running.");
        assertSame(changed.way(), running, plan, other);
      }
      for (Changed changed : changes(ReadOptions.DEFAULT)) {
        ImageDataSet read = read(data, (ReadOptions) changed.value());
        assertSame(changed.way(), false, plan, with(plan, plan.images().of(read), asked));
      }
      ImageDataSet same = read(data, ReadOptions.DEFAULT);
      assertSame("nothing", true, plan, with(plan, plan.images().of(same), asked));
    }
  }

  private static void assertSame(String way, boolean same, AnalysisPlan plan, AnalysisPlan other) {
    assertThat(other.fingerprint().equals(plan.fingerprint())).as(way).isEqualTo(same);
    assertThat(Fingerprint.of(other).settings().equals(Fingerprint.of(plan).settings()))
        .as(way)
        .isEqualTo(same);
  }

  private static AnalysisPlan with(AnalysisPlan plan, ModelInput input, AnalysisOptions options) {
    return new AnalysisPlan(
        plan.model(),
        plan.layers(),
        input,
        options,
        plan.observation(),
        plan.taps(),
        plan.notes(),
        plan.predictions(),
        plan.layerBytes(),
        plan.division());
  }

  /** The same images, as if they had been asked for in another way. */
  private static ImageDataSet read(ImageDataSet data, ReadOptions read) {
    DataFacts of = DataFacts.of(data);
    DataFacts facts =
        new DataFacts(
            of.format(), of.split(), of.classNames(), of.namesClasses(), of.shape(), read);
    return DataSlice.of(data, IntStream.range(0, data.size()).toArray()).open(facts, Path::of);
  }

  @Test
  void theSchemaSaysWhatTheRecordsSay() throws IOException {
    JsonNode schema;
    try (InputStream in = ResultJson.class.getResourceAsStream("schema/result-1.schema.json")) {
      schema = JsonMapper.builder().build().readTree(Objects.requireNonNull(in)).get("$defs");
    }
    RECORDS.forEach((name, type) -> compare(name, schema.get(name), type));
    assertThat(RECORDS.values()).containsAll(kept(AnalysisRequest.class).toList());
  }

  private static Stream<Class<?>> kept(Class<?> of) {
    return Stream.concat(
        Stream.of(of),
        Arrays.stream(of.getRecordComponents())
            .map(RecordComponent::getType)
            .filter(Class::isRecord)
            .flatMap(OptionsInPlanTest::kept));
  }

  private static void compare(String name, @Nullable JsonNode schema, Class<?> type) {
    assertThat(schema).as(name).isNotNull();
    RecordComponent[] components = type.getRecordComponents();
    assertThat(components).as(name).hasSizeLessThanOrEqualTo(10);
    JsonNode properties = schema.get("properties");
    assertThat(properties.fieldNames())
        .toIterable()
        .as("properties of " + name)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(components).map(RecordComponent::getName).toList());
    assertThat(schema.get("required"))
        .as("required of " + name)
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(components)
                .filter(c -> !c.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .map(RecordComponent::getName)
                .toList());
    for (RecordComponent component : components) {
      JsonNode property = properties.get(component.getName());
      assertThat(property.has("description") || property.has("$ref"))
          .as("%s.%s is described", name, component.getName())
          .isTrue();
      if (component.getType().isEnum()) {
        assertThat(property.get("enum"))
            .as("%s.%s", name, component.getName())
            .extracting(JsonNode::asText)
            .containsExactlyElementsOf(
                Arrays.stream(component.getType().getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                    .toList());
      }
    }
  }
}
