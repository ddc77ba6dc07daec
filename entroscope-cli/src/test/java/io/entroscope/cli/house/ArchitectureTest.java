package io.entroscope.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages are small, and what ARCHITECTURE.md and its neighbours name is there. */
class ArchitectureTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern BLOCK = Pattern.compile("(?s)```.*?```");
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern TYPE = Pattern.compile("([A-Z][A-Za-z0-9]*[a-z]\\w*)(?:\\.(\\w+))?");
  private static final Pattern DECLARED =
      Pattern.compile("\\b(?:class|record|enum|@?interface) +(\\w+)");
  private static final Pattern ROOM = Pattern.compile("[a-z]+(?:\\.[a-z]+)*");
  private static final int MOST_FILES = 25;
  private static final List<String> JAVA = List.of("java.lang.", "java.io.", "java.util.");

  /** The text of the sources that declare a type, by its simple name. */
  private static Map<String, String> types() throws IOException {
    Map<String, String> types = new TreeMap<>();
    for (Path source : sources()) {
      String text = Files.readString(source);
      DECLARED
          .matcher(text)
          .results()
          .forEach(type -> types.merge(type.group(1), text, String::concat));
    }
    assertThat(types).hasSizeGreaterThan(1000);
    return types;
  }

  private static List<Path> sources() throws IOException {
    List<Path> all = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.filter(folder -> Files.isDirectory(folder)).toList()) {
        Path folder = module.resolve("src");
        if (Files.isDirectory(folder)) {
          try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(all::add);
          }
        }
      }
    }
    return all;
  }

  /** A package is one subject, which a reader can overlook. */
  @Test
  void packagesAreSmall() throws IOException {
    Map<Path, Integer> files = new TreeMap<>();
    for (Path source : sources()) {
      if (!source.endsWith("package-info.java")) {
        files.merge(source.getParent(), 1, Integer::sum);
      }
    }
    assertThat(files).hasSizeGreaterThan(100);
    assertThat(files.entrySet()).allMatch(folder -> folder.getValue() <= MOST_FILES);
  }

  private static Stream<String> code(String text) {
    return CODE.matcher(BLOCK.matcher(text).replaceAll("")).results().map(code -> code.group(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ARCHITECTURE.md", "CONTRIBUTING.md", "docs/java.md"})
  void typesAndTheirMembersExist(String document) throws IOException {
    Map<String, String> types = types();
    List<String> unknown =
        code(Files.readString(ROOT.resolve(document)))
            .map(code -> code.replaceFirst("\\(\\)$", ""))
            .flatMap(code -> TYPE.matcher(code).results().filter(m -> m.group().equals(code)))
            .filter(name -> !exists(name, types))
            .map(MatchResult::group)
            .toList();
    assertThat(unknown).isEmpty();
  }

  private static boolean exists(MatchResult name, Map<String, String> types) {
    String source = types.get(name.group(1));
    if (source == null) {
      return JAVA.stream().anyMatch(prefix -> isClass(prefix + name.group(1)));
    }
    return name.group(2) == null
        || Pattern.compile("\\b" + name.group(2) + "\\b").matcher(source).find();
  }

  private static boolean isClass(String name) {
    try {
      Class.forName(name);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** The first column of the first table. */
  @Test
  void modulesAndRoomsExist() throws IOException {
    List<String> lost = new ArrayList<>();
    TreeSet<String> rooms = new TreeSet<>();
    for (Path source : sources()) {
      String way = source.getParent().toString().replace('\\', '/');
      if (way.contains("/io/entroscope/")) {
        String room = way.substring(way.indexOf("/io/entroscope/") + 15).replace('/', '.');
        for (int end = room.length(); end > 0; end = room.lastIndexOf('.', end - 1)) {
          rooms.add(room.substring(0, end));
        }
      }
    }
    rooms.add("onnx.proto"); // generated
    String text = Files.readString(ROOT.resolve("ARCHITECTURE.md"));
    String table =
        text.substring(text.indexOf("|---|"), text.indexOf("A package named `internal`"));
    int named = 0;
    for (String row : table.split("\n\\| ", -1)) {
      for (String name : code(row.split(" \\| ", 2)[0]).toList()) {
        named++;
        boolean there =
            (name.startsWith("entroscope-") || name.equals("benchmarks"))
                ? Files.exists(ROOT.resolve(name).resolve("pom.xml"))
                : ROOM.matcher(name).matches() && rooms.contains(name);
        if (!there) {
          lost.add(name);
        }
      }
    }
    assertThat(lost).isEmpty();
    assertThat(named).isGreaterThan(60);
  }

  /** How long the walk of a batch is said to be. */
  @Test
  void theWalkIsAsLongAsItSays() throws IOException {
    String text = Files.readString(ROOT.resolve("ARCHITECTURE.md"));
    int start = text.indexOf("- **A batch of images**");
    String walk = text.substring(start, text.indexOf("- **A label**"));
    assertThat(walk).contains("(" + code(walk).distinct().count() + " types)");
  }
}
