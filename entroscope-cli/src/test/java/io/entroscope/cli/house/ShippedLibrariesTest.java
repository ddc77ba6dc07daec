package io.entroscope.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A library that comes along has its licence in the list, and the list no library that is gone. */
class ShippedLibrariesTest {
  private static final Path LICENSES = Path.of("..", "licenses");
  private static final Pattern VERSION = Pattern.compile("-\\d[\\w.]*(-\\d[\\w.]*)?(?=\\.jar|-)");
  private static final Path DEPENDENCIES = Path.of("..", "docs", "dependencies.md");
  private static final Pattern NUMBER = Pattern.compile(" (\\d[\\d.]*\\d)(?=[,: ]|$)");
  private static final Pattern ROW = Pattern.compile("^\\| ([^|]*) \\|.*\\| ([^|]*) \\|$");

  private static List<String> jars() throws IOException {
    String classPath = Files.readString(Path.of("target", "shipped.classpath")).strip();
    return Arrays.stream(classPath.split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).getFileName().toString())
        .filter(name -> name.endsWith(".jar") && !name.startsWith("entroscope-"))
        .toList();
  }

  private static Set<String> shipped() throws IOException {
    return jars().stream()
        .map(name -> VERSION.matcher(name).replaceFirst("").replace(".jar", ""))
        // Which natives there are is the platform's affair.
        .map(name -> name.replaceAll("-(linux|macosx|windows)-.*", "").replace("_gpu", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> listed(List<Matcher> rows) {
    Set<String> names = new TreeSet<>();
    rows.forEach(row -> names.addAll(names(row.group(1).replaceAll(":.*", ""))));
    names.remove("the same");
    return names;
  }

  /** Names with commas between; {@code -core} begins as the last whole one does. */
  private static Set<String> names(String list) {
    Set<String> names = new TreeSet<>();
    String family = "";
    for (String name : list.split(", ", -1)) {
      String whole = name.startsWith("-") ? family + name : name;
      family = name.startsWith("-") ? family : name.replaceAll("-.*", "");
      names.add(whole.replaceAll("-(linux|macosx|windows)-.*", ""));
    }
    return names;
  }

  private static List<Matcher> rows() throws IOException {
    return Files.readAllLines(LICENSES.resolve("README.md")).stream()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .filter(row -> !row.group(1).matches("jar|-+"))
        .toList();
  }

  @Test
  void everyJarHasItsLicence() throws IOException {
    assertThat(shipped()).isNotEmpty();
    assertThat(listed(rows())).isEqualTo(shipped());
  }

  @Test
  void everyTextIsThereAndNamed() throws IOException {
    Set<String> named = new TreeSet<>();
    for (Matcher row : rows()) {
      Matcher link = Pattern.compile("\\]\\(([^)]*)\\)").matcher(row.group(2));
      while (link.find()) {
        named.add(link.group(1));
        assertThat(LICENSES.resolve(link.group(1))).as(row.group(1)).isNotEmptyFile();
      }
    }
    try (var files = Files.list(LICENSES)) {
      assertThat(
              files.map(file -> file.getFileName().toString()).filter(n -> !n.equals("README.md")))
          .allMatch(named::contains);
    }
  }

  @Test
  void everyJarIsExplained() throws IOException {
    Set<String> explained = new TreeSet<>();
    List<String> jars = jars();
    for (String line : Files.readAllLines(DEPENDENCIES)) {
      String[] cells = line.split(" *\\| *", -1);
      if (cells.length < 9 || cells[1].matches("library|-+")) {
        continue;
      }
      explained.addAll(names(cells[2].replace(", with natives", "")));
      NUMBER
          .matcher(cells[1])
          .results()
          .map(version -> version.group(1))
          .forEach(
              version ->
                  assertThat(jars).as(cells[1]).anyMatch(jar -> jar.contains("-" + version)));
    }
    assertThat(explained).isEqualTo(shipped());
  }
}
