package io.entroscope.torch.architecture;

import io.entroscope.data.NearestNames;
import io.entroscope.torch.TorchException;
import io.entroscope.torch.architecture.Architecture.Convolution;
import io.entroscope.torch.architecture.Architecture.FullyConnected;
import io.entroscope.torch.architecture.Architecture.Layer;
import io.entroscope.torch.architecture.Architecture.Patches;
import io.entroscope.torch.architecture.Architecture.Pool;
import io.entroscope.torch.architecture.Architecture.Residual;
import io.entroscope.torch.architecture.Architecture.Transformer;
import io.entroscope.torch.architecture.Architectures.Place;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One word of the notation: a kind of layer, and up to two numbers. */
final class LayerWord {
  static final String WANTED =
      "expected conv<channels>, conv<channels>x<kernel>, pool, pool<size>, res<channels>,"
          + " res<channels>/<stride>, patch<size>, vit<width>x<layers> or fc<units>, as in"
          + " 'conv32 pool fc128', 'conv16 res16 res32/2' or 'patch4 vit64x6'";
  private static final int MOST = 65_536;
  private static final int MOST_LAYERS = 999;
  private static final Map<String, String> KINDS = kinds();
  private static final Pattern WORD =
      Pattern.compile(
          "(?<kind>conv|res|patch|vit|fc)(?<first>\\d{1,6})(?<mark>[x/])?(?<second>\\d{1,3})?"
              + "|(?<pool>pool)(?<size>\\d{1,3})?");
  private static final Pattern NUMBERS = Pattern.compile("[^a-z].*");

  private LayerWord() {}

  private static Map<String, String> kinds() {
    Map<String, String> kinds = new LinkedHashMap<>();
    kinds.put("conv", "conv<channels>");
    kinds.put("pool", "pool<size>");
    kinds.put("res", "res<channels>");
    kinds.put("patch", "patch<size>");
    kinds.put("vit", "vit<width>x<layers>");
    kinds.put("fc", "fc<units>");
    return kinds;
  }

  /**
   * The layer that a word means.
   *
   * @throws TorchException if it means none
   */
  static Layer parse(Place place) {
    Matcher word = WORD.matcher(place.word());
    if (!word.matches()) {
      throw unknown(place);
    }
    if (word.group("pool") != null) {
      return new Pool(atLeast(2, word.group("size"), place, "a pooling over 2 or more pixels"));
    }
    int first = count(word.group("first"), MOST, place);
    String mark = word.group("mark");
    String second = word.group("second");
    if ((mark == null) != (second == null)) {
      throw unknown(place);
    }
    String form = word.group("kind") + (mark == null ? "" : mark);
    return switch (form) {
      case "conv" -> new Convolution(first, 3);
      case "convx" -> new Convolution(first, kernel(second, place));
      case "res" -> new Residual(first, 1);
      case "res/" -> new Residual(first, count(second, MOST_LAYERS, place));
      case "patch" -> new Patches(first);
      case "vitx" -> new Transformer(width(first, place), count(second, MOST_LAYERS, place));
      case "fc" -> new FullyConnected(first);
      default -> throw unknown(place);
    };
  }

  private static int kernel(@Nullable String digits, Place place) {
    int kernel = count(digits, MOST_LAYERS, place);
    if (kernel % 2 == 0) {
      throw place.refusal("expected an odd kernel, so that height and width stay");
    }
    return kernel;
  }

  private static int width(int width, Place place) {
    if (width % Transformer.HEAD != 0) {
      throw place.refusal(
          "expected a width that " + Transformer.HEAD + ", the width of a head, divides");
    }
    return width;
  }

  private static int count(@Nullable String digits, int most, Place place) {
    int count = digits == null ? 0 : Integer.parseInt(digits);
    if (count < 1 || count > most) {
      throw place.refusal("expected 1 to " + most);
    }
    return count;
  }

  private static int atLeast(int least, @Nullable String digits, Place place, String wanted) {
    int number = digits == null ? least : Integer.parseInt(digits);
    if (number < least) {
      throw place.refusal("expected " + wanted);
    }
    return number;
  }

  private static TorchException unknown(Place place) {
    String letters = NUMBERS.matcher(place.word()).replaceAll("");
    String nearest = NearestNames.of(letters, KINDS.keySet()).get(0);
    return place.refusal(WANTED + "; the nearest is " + KINDS.get(nearest) + place.names());
  }
}
