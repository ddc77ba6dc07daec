package io.entroscope.cli.option;

import io.entroscope.core.PlanException;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Units as they are typed: {@code 3}, {@code 0-15}, or several of these with commas between. */
public final class UnitRange {
  private static final int SHOWN = 16;
  private static final Pattern PART = Pattern.compile("(\\d{1,7})(?:-(\\d{1,7}))?");

  private UnitRange() {}

  /**
   * The units meant, increasing; without a text the first sixteen of a layer.
   *
   * @throws PlanException if it is no such text, or a unit is none of the layer's
   */
  public static int[] parse(@Nullable String text, int units) {
    if (text == null) {
      return IntStream.range(0, Math.min(SHOWN, units)).toArray();
    }
    TreeSet<Integer> chosen = new TreeSet<>();
    for (String part : text.split(",", -1)) {
      Matcher matcher = PART.matcher(part.strip());
      if (!matcher.matches()) {
        throw new PlanException(
            "'" + part + "' is no unit; give numbers and ranges, as --units 0-15,20");
      }
      int from = Integer.parseInt(matcher.group(1));
      int to = matcher.group(2) == null ? from : Integer.parseInt(matcher.group(2));
      if (from > to || to >= units) {
        throw new PlanException(
            "there are no units " + part + " in this layer; it has 0 to " + (units - 1));
      }
      IntStream.rangeClosed(from, to).forEach(chosen::add);
    }
    return chosen.stream().mapToInt(Integer::intValue).toArray();
  }
}
