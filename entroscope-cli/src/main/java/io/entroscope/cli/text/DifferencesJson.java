package io.entroscope.cli.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entroscope.result.derived.Difference;
import io.entroscope.result.derived.ResultComparison;
import java.util.Locale;

/** Results against the first of them, for programs. */
public final class DifferencesJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private DifferencesJson() {}

  /** One object: the files, and for each but the first what differs. */
  public static JsonNode of(ResultComparison comparison) {
    ObjectNode all = MAPPER.createObjectNode();
    comparison.files().forEach(all.putArray("files")::add);
    ArrayNode others = all.putArray("against");
    for (int r = 1; r < comparison.results().size(); r++) {
      ObjectNode other = others.addObject();
      other.put("file", comparison.files().get(r));
      other.put("images", comparison.images(r).kind().word());
      other.put("commonImages", comparison.images(r).count());
      ArrayNode differences = other.putArray("differences");
      comparison.differences(r).forEach(of -> write(of, differences.addObject()));
      comparison.gone(r).forEach(other.putArray("gone")::add);
      comparison.fresh(r).forEach(other.putArray("new")::add);
    }
    return all;
  }

  private static void write(Difference of, ObjectNode into) {
    into.put("of", of.quantity().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    if (of.layer() != null) {
      into.put("firstLayer", of.layer().first());
      into.put("layer", of.layer().other());
      into.put("sameBy", of.layer().by().word());
    }
    into.put("first", of.first());
    into.put("change", of.change());
    if (of.interval() != null) {
      into.putArray("interval").add(of.interval().low()).add(of.interval().high());
    }
    if (of.probability() != null) {
      into.put("mcNemar", of.probability());
    }
    into.put("paired", of.paired());
    into.put("larger", of.isLarger());
  }
}
