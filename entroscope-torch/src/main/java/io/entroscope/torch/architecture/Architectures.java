package io.entroscope.torch.architecture;

import io.entroscope.data.NearestNames;
import io.entroscope.torch.TorchException;
import io.entroscope.torch.architecture.Architecture.FullyConnected;
import io.entroscope.torch.architecture.Architecture.Layer;
import io.entroscope.torch.architecture.Architecture.Options;
import io.entroscope.torch.architecture.Architecture.Patches;
import io.entroscope.torch.architecture.Architecture.Transformer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the notation of architectures, and holds networks by name. */
public final class Architectures {
  private static final Pattern WORD = Pattern.compile("\\S+");
  private static final String CONVOLUTIONS = "conv32 pool conv64 pool conv128 pool ";

  private static final Map<String, String> PRESETS = presets();

  private Architectures() {}

  private static Map<String, String> presets() {
    Map<String, String> presets = new LinkedHashMap<>();
    presets.put("mnist-3fc", "conv16 pool conv32 pool fc256 fc128");
    presets.put("cifar-2fc", CONVOLUTIONS + "fc512");
    presets.put("cifar-4fc", CONVOLUTIONS + "fc512 fc256 fc128");
    presets.put("cifar-6fc", CONVOLUTIONS + "fc512 fc512 fc256 fc256 fc128");
    presets.put("resnet8", "conv16 res16 res32/2 res64/2");
    presets.put("resnet20", "conv16 res16 res16 res16 res32/2 res32 res32 res64/2 res64 res64");
    presets.put("vit-tiny", "patch4 vit64x6");
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
    while (words.find()) {
      Place place = new Place(words.group(), words.start() + 1, notation);
      Layer layer = LayerWord.parse(place);
      requireOrder(layers, layer, place);
      layers.add(layer);
    }
    if (layers.isEmpty()) {
      throw new TorchException("the architecture is empty; " + LayerWord.WANTED);
    }
    if (layers.get(layers.size() - 1) instanceof Patches patches) {
      throw new TorchException(
          "the architecture ends with "
              + patches.notation()
              + "; expected vit<width>x<layers> behind it, as in 'patch4 vit64x6'");
    }
    return Architecture.of(layers, options);
  }

  private static void requireOrder(List<Layer> before, Layer layer, Place place) {
    Optional<Layer> last =
        before.isEmpty() ? Optional.empty() : Optional.of(before.get(before.size() - 1));
    boolean patches = last.filter(Patches.class::isInstance).isPresent();
    if (patches != layer instanceof Transformer) {
      throw place.refusal(
          patches
              ? "expected vit<width>x<layers> behind the patches"
              : "expected patch<size> in front of it, as in 'patch4 vit64x6'");
    }
    boolean rows =
        last.filter(l -> l instanceof FullyConnected || l instanceof Transformer).isPresent();
    if (rows && !(layer instanceof FullyConnected)) {
      throw place.refusal(
          "expected another fc<units> or the end: all other layers come before the fully"
              + " connected ones");
    }
  }

  /**
   * Where a word stands.
   *
   * @param word itself
   * @param character its first, counted from 1
   * @param notation all words
   */
  record Place(String word, int character, String notation) {
    /** That the word is not understood, and what was expected. */
    TorchException refusal(String wanted) {
      return new TorchException(
          "the architecture is not understood at character "
              + character
              + ", '"
              + word
              + "': "
              + wanted);
    }

    /** The names that may have been meant, if the word is all there is. */
    String names() {
      return word.equals(notation)
          ? ", or one of the names "
              + String.join(", ", PRESETS.keySet())
              + " (the nearest is "
              + NearestNames.of(word, PRESETS.keySet()).get(0)
              + ")"
          : "";
    }
  }
}
