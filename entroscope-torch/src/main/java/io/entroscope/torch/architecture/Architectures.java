package io.entroscope.torch.architecture;

import io.entroscope.torch.TorchException;
import io.entroscope.torch.architecture.Architecture.Convolution;
import io.entroscope.torch.architecture.Architecture.FullyConnected;
import io.entroscope.torch.architecture.Architecture.Layer;
import io.entroscope.torch.architecture.Architecture.Options;
import io.entroscope.torch.architecture.Architecture.Pool;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the notation of architectures, and holds the paper's networks by name. */
public final class Architectures {
  private static final String WANTED =
      "expected conv<channels>, conv<channels>x<kernel>, pool, pool<size> or fc<units>, as in"
          + " 'conv32 pool fc128'";
  private static final int MOST = 65_536;
  private static final Pattern WORD = Pattern.compile("\\S+");
  private static final Pattern LAYER =
      Pattern.compile("(conv)(\\d{1,6})(?:x(\\d{1,3}))?|(pool)(\\d{1,3})?|(fc)(\\d{1,6})");
  private static final String CONVOLUTIONS = "conv32 pool conv64 pool conv128 pool ";

  private static final Map<String, String> PRESETS = presets();

  private Architectures() {}

  private static Map<String, String> presets() {
    Map<String, String> presets = new LinkedHashMap<>();
    presets.put("mnist-3fc", "conv16 pool conv32 pool fc256 fc128");
    presets.put("cifar-2fc", CONVOLUTIONS + "fc512");
    presets.put("cifar-4fc", CONVOLUTIONS + "fc512 fc256 fc128");
    presets.put("cifar-6fc", CONVOLUTIONS + "fc512 fc512 fc256 fc256 fc128");
    return Collections.unmodifiableMap(presets);
  }

  /** The named networks and their notations. */
  public static Map<String, String> named() {
    return PRESETS;
  }

  /**
   * Parses a name or a notation such as {@code conv32 conv32 pool fc128}.
   *
   * @throws TorchException if it is neither; the message says where, and what was expected
   */
  public static Architecture parse(String text, Options options) {
    String notation = Optional.ofNullable(PRESETS.get(text.strip())).orElse(text.strip());
    List<Layer> layers = new ArrayList<>();
    Matcher words = WORD.matcher(notation);
    boolean connected = false;
    while (words.find()) {
      Layer layer = layer(words.group(), words.start() + 1);
      if (connected && !(layer instanceof FullyConnected)) {
        throw at(
            words.start() + 1,
            words.group(),
            "expected another fc<units> or the end: convolutions and pooling come before the fully"
                + " connected layers");
      }
      connected |= layer instanceof FullyConnected;
      layers.add(layer);
    }
    if (layers.isEmpty()) {
      throw new TorchException("the architecture is empty; " + WANTED);
    }
    return Architecture.of(layers, options);
  }

  private static Layer layer(String word, int position) {
    Matcher matcher = LAYER.matcher(word);
    if (!matcher.matches()) {
      throw at(position, word, wanted(word));
    }
    if (matcher.group(1) != null) {
      int kernel = matcher.group(3) == null ? 3 : Integer.parseInt(matcher.group(3));
      if (kernel % 2 == 0) {
        throw at(position, word, "expected an odd kernel, so that height and width stay");
      }
      return new Convolution(count(matcher.group(2), word, position), kernel);
    }
    if (matcher.group(4) != null) {
      int size = matcher.group(5) == null ? 2 : Integer.parseInt(matcher.group(5));
      if (size < 2) {
        throw at(position, word, "expected a pooling over 2 or more pixels");
      }
      return new Pool(size);
    }
    return new FullyConnected(count(matcher.group(7), word, position));
  }

  private static int count(String digits, String word, int position) {
    int count = Integer.parseInt(digits);
    if (count < 1 || count > MOST) {
      throw at(position, word, "expected 1 to " + MOST);
    }
    return count;
  }

  private static String wanted(String word) {
    if (word.contains("-") && word.chars().anyMatch(Character::isLetter)) {
      return WANTED + ", or one of the names " + String.join(", ", PRESETS.keySet());
    }
    return WANTED;
  }

  private static TorchException at(int position, String word, String wanted) {
    return new TorchException(
        "the architecture is not understood at character "
            + position
            + ", '"
            + word
            + "': "
            + wanted);
  }
}
