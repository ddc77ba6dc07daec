package io.entroscope.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.data.format.DataSets;
import io.entroscope.data.format.slice.DataFacts;
import io.entroscope.data.format.slice.DataSlice;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which output of a model each class is: by number, by place, or as a file says. */
class ClassMapTest {
  @TempDir private Path folder;

  /** One image for each class. */
  private DataSpec folders(String... classes) throws IOException {
    for (String name : classes) {
      Path file = folder.resolve("data").resolve(name).resolve("1.png");
      Files.createDirectories(file.getParent());
      ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
    }
    return DataSpec.of(folder.resolve("data"));
  }

  private static List<Integer> labels(DataSet data) {
    return IntStream.range(0, data.size()).map(data::label).boxed().toList();
  }

  private static List<String> named(DataSet data) {
    return IntStream.range(0, data.size())
        .mapToObj(i -> data.classNames().get(data.label(i)))
        .toList();
  }

  @Test
  void classesAreTheOutputsThatTheMapSays() throws IOException {
    DataSpec spec = folders("cat", "dog").withClassMap(Map.of("cat", 3, "dog", 1, "cow", 2));
    try (ImageDataSet data = DataSets.open(spec)) {
      assertThat(labels(data)).containsExactly(3, 1);
      assertThat(data.classNames()).containsExactly("output 0", "dog", "output 2", "cat");
      assertThat(data.isMapped()).isTrue();
      assertThat(data.classCounts()).containsExactly(0, 1, 0, 1);
      assertThat(Selection.ALL.positions(data)).containsExactly(0, 1);
      assertThat(Selection.ALL.withClasses(List.of("cat")).positions(data)).containsExactly(0);
    }
    try (ImageDataSet data = DataSets.open(folders("cat", "dog"))) {
      assertThat(labels(data)).containsExactly(0, 1);
      assertThat(data.isMapped()).isFalse();
    }
  }

  /** On another machine, too, classes are mapped once. */
  @Test
  void aSliceHasTheSameLabels() throws IOException {
    DataSpec spec = folders("cat", "dog").withClassMap(Map.of("cat", 1, "dog", 0));
    try (ImageDataSet data = DataSets.open(spec);
        ImageDataSet slice =
            DataSlice.of(data, new int[] {0, 1}).open(DataFacts.of(data), Path::of)) {
      assertThat(labels(slice)).isEqualTo(labels(data)).containsExactly(1, 0);
      assertThat(slice.classNames()).isEqualTo(data.classNames()).containsExactly("dog", "cat");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cat=1|does not say which output class 'dog' is; choose from cat",
        "cat=1,dog=1|gives the output 1 to two classes, 'cat' and 'dog'"
      })
  void aMapMustNameEveryClassOnce(String entries, String message) throws IOException {
    Map<String, Integer> map = new java.util.TreeMap<>();
    Arrays.stream(entries.split(",", -1))
        .map(entry -> entry.split("=", -1))
        .forEach(parts -> map.put(parts[0], Integer.parseInt(parts[1])));
    DataSpec spec = folders("cat", "dog").withClassMap(map);
    assertThatThrownBy(() -> DataSets.open(spec))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }

  @Test
  void foldersThatAreNumbersComeByNumber() throws IOException {
    String[] names = IntStream.range(0, 12).mapToObj(Integer::toString).toArray(String[]::new);
    try (ImageDataSet data = DataSets.open(folders(names))) {
      assertThat(data.classNames()).containsExactly(names);
      assertThat(named(data)).containsExactly(names);
      assertThat(data.notes()).hasSize(1).first().asString().contains("numeric order, 2 before 10");
    }
    try (ImageDataSet data = DataSets.open(folders("x"))) {
      assertThat(data.classNames()).startsWith("0", "1", "10", "11", "2");
      assertThat(data.notes()).isEmpty();
    }
  }

  @Test
  void numbersWithGapsAreTheOutputsOfTheseNumbers() throws IOException {
    try (ImageDataSet data = DataSets.open(folders("3", "8"))) {
      assertThat(labels(data)).containsExactly(3, 8);
      assertThat(data.classNames()).hasSize(9).contains("3", "8", "output 0");
      assertThat(Selection.ALL.positions(data)).hasSize(2);
    }
  }

  @Test
  void numbersFromOneOnArePlaces() throws IOException {
    try (ImageDataSet data = DataSets.open(folders("1", "2", "3"))) {
      assertThat(labels(data)).containsExactly(0, 1, 2);
      assertThat(data.isMapped()).isFalse();
    }
  }

  @Test
  void namesWithCommasCanBeChosen() throws IOException {
    try (ImageDataSet data = DataSets.open(folders("a", "c, d", "d"))) {
      // As the command line cuts --classes "c, d,a".
      assertThat(Selection.ALL.withClasses(List.of("c", " d", "a")).positions(data))
          .containsExactly(0, 1);
      assertThat(Selection.ALL.withClasses(List.of("d", "a")).positions(data))
          .containsExactly(0, 2);
    }
  }

  @Test
  @Timeout(20)
  void lineOfSeparatorsIsReadOnce() throws IOException {
    Path file = Files.writeString(folder.resolve("map"), ",".repeat(1_000_000) + "x");
    assertThatThrownBy(() -> ClassMapFile.read(file)).hasMessageContaining("line 1 of");
  }

  @Test
  void filesOfAllForms() throws IOException {
    Path file = folder.resolve("map");
    Map<String, Integer> expected = Map.of("cat", 3, "a dog", 1);
    for (String text :
        new String[] {
          "cat,3\na dog,1\n",
          "# classes\r\n\r\n  cat\t3\r\na dog\t1\r\n",
          "cat: 3\na dog 1",
          "\uFEFFcat,3\na dog,1",
          "\uFEFF{\"cat\": 3, \"a dog\": 1}",
          "cat,,:= 3\na dog;1",
          "cat,3\n\"a dog\",1",
          "{\"cat\": 3, \"a dog\": 1}",
          "{\"3\": \"cat\", \"1\": [\"a dog\"]}"
        }) {
      Files.writeString(file, text);
      assertThat(ClassMapFile.read(file)).as(text).isEqualTo(expected);
    }
    Files.writeString(
        file, "{\"1\": [\"n02012849\", \"crane\"], \"2\": [\"n03126707\", \"crane\"]}");
    assertThat(ClassMapFile.read(file))
        .isEqualTo(Map.of("n02012849", 1, "n03126707", 2, "crane", 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cat|line 1 of|is no class and its output",
        "cat,-3.5x|line 1 of|is no class and its output",
        "# none|names no class|",
        "cat,1;cat,2|gives class 'cat' two outputs, 1 and 2|",
        "{\"cat\": 1.5}|says of 'cat' no output|",
        "{\"cat\": |is no JSON|",
        "{\"cat\": 1, \"cat\": 2}|is no JSON|Duplicate field 'cat'",
        "{\"cat\": 1} x|is no JSON|"
      })
  void whatIsNoMapIsToldInOneLine(String text, String first, String second) throws IOException {
    Path file = Files.writeString(folder.resolve("map"), text.replace(';', '\n'));
    assertThatThrownBy(() -> ClassMapFile.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(first)
        .hasMessageContaining(second == null ? "" : second)
        .message()
        .hasLineCount(1);
    assertThatThrownBy(() -> ClassMapFile.read(folder.resolve("none")))
        .hasMessageContaining("no file at");
  }
}
