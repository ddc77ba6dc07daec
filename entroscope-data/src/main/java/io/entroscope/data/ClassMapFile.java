package io.entroscope.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entroscope.data.format.internal.Marks;
import io.entroscope.files.Inputs;
import io.entroscope.files.Reasons;
import io.entroscope.setting.Setting;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that says which output of a model each class is. As text, one class a line, its name and
 * its output with a comma, tab, colon or blanks between them; or a JSON object, from the name to
 * the output, or as ImageNet's class index has it, from the output to the names of the class.
 */
public final class ClassMapFile {
  /** The name ends at the last sign that is no separator, so that none is looked at twice. */
  private static final Pattern LINE = Pattern.compile("(.*[^\\s,;:=]|)[\\s,;:=]+(\\d{1,6})");

  private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");

  private ClassMapFile() {}

  /**
   * The outputs by the names of the classes.
   *
   * @throws DataException if there is no such file, or it is in neither form
   */
  public static Map<String, Integer> read(Path file) {
    try {
      Inputs.requireFile(file);
      String text = Marks.without(Files.readString(file));
      Map<String, Integer> outputs =
          text.stripLeading().startsWith("{")
              ? json(text, file)
              : lines(text.lines().toList(), file);
      if (outputs.isEmpty()) {
        throw new DataException(file + " names no class; write one a line, as 'cat,3'");
      }
      return outputs;
    } catch (NoSuchFileException e) {
      throw new DataException("no file at " + file + "; check " + Setting.CLASS_MAP, e);
    } catch (MalformedInputException e) {
      throw new DataException(file + " is no text in UTF-8; write one class a line, as 'cat,3'", e);
    } catch (IOException e) {
      throw new DataException("cannot read " + file + ": " + Reasons.ofReading(e), e);
    }
  }

  private static Map<String, Integer> lines(List<String> lines, Path file) {
    Map<String, Integer> outputs = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Matcher parts = LINE.matcher(line);
      if (!parts.matches()) {
        throw new DataException(
            "line " + (i + 1) + " of " + file + " is no class and its output, as 'cat,3'");
      }
      put(outputs, unquoted(parts.group(1).strip()), Integer.parseInt(parts.group(2)), file);
    }
    return outputs;
  }

  private static String unquoted(String name) {
    boolean quoted = name.length() > 1 && name.startsWith("\"") && name.endsWith("\"");
    return quoted ? name.substring(1, name.length() - 1) : name;
  }

  private static Map<String, Integer> json(String text, Path file) {
    Map<String, Integer> outputs = new TreeMap<>();
    JsonNode all;
    try {
      all =
          JsonMapper.builder()
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .build()
              .readTree(text);
    } catch (JsonProcessingException e) {
      throw new DataException(
          file + " is no JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
    }
    for (Map.Entry<String, JsonNode> entry : all.properties()) {
      JsonNode value = entry.getValue();
      boolean isIndex = NUMBER.matcher(entry.getKey()).matches();
      if (value.canConvertToInt() && value.isIntegralNumber() && value.asInt() >= 0) {
        put(outputs, entry.getKey(), value.asInt(), file);
      } else if (isIndex && (value.isArray() || value.isTextual())) {
        int output = Integer.parseInt(entry.getKey());
        if (value.isTextual()) {
          put(outputs, value.asText(), output, file);
        }
        // ImageNet has two cranes and two maillots; their folders tell them apart.
        value.forEach(name -> outputs.putIfAbsent(name.asText(), output));
      } else {
        throw new DataException(
            file + " says of '" + entry.getKey() + "' no output, a number from 0 on");
      }
    }
    return outputs;
  }

  private static void put(Map<String, Integer> outputs, String name, int output, Path file) {
    Integer other = outputs.put(name, output);
    if (other != null && other != output) {
      throw new DataException(
          file + " gives class '" + name + "' two outputs, " + other + " and " + output);
    }
  }
}
