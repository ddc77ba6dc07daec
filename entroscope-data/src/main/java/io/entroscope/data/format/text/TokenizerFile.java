package io.entroscope.data.format.text;

import io.entroscope.data.DataException;
import io.entroscope.data.TextReading;
import io.entroscope.setting.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds a model's tokenizer. */
public final class TokenizerFile {
  private static final String NAME = "tokenizer.json";

  private TokenizerFile() {}

  /**
   * The tokenizer that was named, or the one that belongs to a model.
   *
   * @throws DataException if there is none
   */
  public static Path find(TextReading reading, Optional<Path> model) {
    String said = reading.tokenizer();
    if (said != null) {
      Path named = Path.of(said);
      if (!Files.isRegularFile(named)) {
        throw new DataException("no tokenizer at " + named + "; check " + Setting.TOKENIZER);
      }
      return named;
    }
    return model
        .flatMap(TokenizerFile::beside)
        .orElseThrow(
            () ->
                new DataException(
                    "texts need the model's "
                        + NAME
                        + ", and there is none beside "
                        + model.map(Path::toString).orElse("it")
                        + "; download it with the model, or name it with "
                        + Setting.TOKENIZER));
  }

  /**
   * The tokenizer of a model: in its folder, {@code tokenizer.json} or that name with the model's
   * before it; or in the folder around, as Hugging Face lays out {@code onnx/model.onnx}.
   */
  public static Optional<Path> beside(Path model) {
    Path absolute = model.toAbsolutePath();
    String file = absolute.getFileName().toString();
    int dot = file.lastIndexOf('.');
    String stem = dot > 0 ? file.substring(0, dot) : file;
    return List.of(stem + "-" + NAME, stem + "." + NAME, NAME, "../" + NAME).stream()
        .map(name -> absolute.resolveSibling(name).normalize())
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
