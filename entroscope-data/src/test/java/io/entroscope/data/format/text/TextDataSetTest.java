package io.entroscope.data.format.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Split;
import io.entroscope.data.TextReading;
import io.entroscope.data.format.DataSets;
import io.entroscope.setting.Limit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of texts as they are published, and such as must be refused. */
class TextDataSetTest {
  @TempDir Path folder;

  private Path file(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content.replace('|', '\n'));
    return file;
  }

  private static TextReading columns(@Nullable String text, @Nullable String label) {
    return new TextReading(text, label, null, null);
  }

  /** Texts with their classes, in the dataset's order. */
  private static List<String> read(DataSpec spec) {
    List<String> found = new ArrayList<>();
    try (TextDataSet data = (TextDataSet) DataSets.openAny(spec)) {
      for (int i = 0; i < data.size(); i++) {
        found.add(data.text(i) + "=" + data.classNames().get(data.label(i)));
      }
    }
    return found;
  }

  private void assertRefused(Path path, TextReading reading, String... parts) {
    assertThatThrownBy(() -> read(DataSpec.of(path).withTexts(reading)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts)
        .message()
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "a.tsv # text\tlabel|a bad one\tneg|good\tpos",
        "a.tsv # id\tSentiment\tsentence|1\tneg\ta bad one|2\tpos\tgood",
        "a.csv # label,text|neg,a bad one|pos,good",
        "a.csv # label;text|neg;a bad one|pos;good",
        "a.csv # \uFEFFtext,label|\"a bad one\",neg|good,pos|",
        "a.csv # neg,a bad one|pos,good|neg,a bad one that is longer",
        "a.csv # kind,words|neg,a bad one|pos,good",
        "a.csv # text\tlabel|\"a bad one\"\tneg|good\tpos",
        "a.json # [{\"label\": \"neg\", \"text\": \"a bad one\"},|{\"text\": \"good\", \"label\":"
            + " \"pos\"}]",
        "a.jsonl # {\"label\": \"neg\", \"text\": \"a bad one\"}|{\"text\": \"good\", \"label\":"
            + " \"pos\"}",
        "a.jsonl # [{\"label\": \"neg\", \"text\": \"a bad one\"},|{\"text\": \"good\", \"label\":"
            + " \"pos\"}]"
      })
  void findsTextsAndLabels(String name, String content) throws IOException {
    List<String> found = read(DataSpec.of(file(name, content)));
    assertThat(found).startsWith("good=pos", "a bad one=neg");
  }

  @Test
  void whatLiesInObjectsWithinIsChosenByItsWholeName() throws IOException {
    Path file =
        file(
            "a.jsonl",
            "{\"data\": {\"text\": \"good\"}, \"meta\": {\"label\": \"pos\", \"id\": 1}}|"
                + "{\"data\": {\"text\": \"a bad one\"}, \"meta\": {\"label\": \"neg\"}}");
    assertThat(read(DataSpec.of(file).withTexts(columns("data.text", "meta.label"))))
        .containsExactlyInAnyOrder("good=pos", "a bad one=neg");
    assertRefused(
        file, columns("text", null), "`textColumn` names 'text'", "data.text, meta.label, meta.id");
  }

  @Test
  void columnsAreChosenByNameOrNumber() throws IOException {
    Path file = file("a.csv", "text,label,other|x,y,one two|x,z,three");
    assertThat(read(DataSpec.of(file).withTexts(columns("other", null))))
        .containsExactly("three=z", "one two=y");
    assertThat(read(DataSpec.of(file).withTexts(columns("3", "2"))))
        .containsExactly("three=z", "one two=y");
    assertRefused(file, columns("words", null), "`textColumn` names 'words'", "text, label, other");
    assertRefused(file, columns(null, "4"), "`labelColumn` names '4'");
  }

  @Test
  void aMarkThatIsNeverClosedIsToldWithItsLine() throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"), "text,label\na,x\n\"b,y\nc,x\n");
    assertThatThrownBy(() -> DataSets.openAny(DataSpec.of(file)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("line 3 of " + file + " opens a quotation mark");
  }

  @Test
  void marksInTablesWithTabsAreMarksUnlessTheyQuote() throws IOException {
    Path file =
        file("a.tsv", "text\tlabel|\"Dead Water\" of old\ta|\"a \"\"b\"\"\"\tb|5\" disk\ta");
    assertThat(read(DataSpec.of(file)))
        .containsExactly("a \"b\"=b", "5\" disk=a", "\"Dead Water\" of old=a");
  }

  @Test
  void cellsOfCommaSeparatedTablesMayHoldLines() throws IOException {
    Path file = file("a.csv", "text,label|\"one,|two\",a|three,b|");
    try (TextDataSet data = (TextDataSet) DataSets.openAny(DataSpec.of(file))) {
      assertThat(data.text(0)).isEqualTo("three");
      assertThat(data.text(1)).isEqualTo("one,\ntwo");
      assertThat(data.describe(0)).isEqualTo("line 4 of " + file);
      assertThat(data.describe(1)).isEqualTo("line 2 of " + file);
    }
  }

  /** Every split has the classes of all. */
  @Test
  void splitsAreFilesOfTheirNames() throws IOException {
    file("set/train.tsv", "text\tlabel|a\tx|bb\ty|ccc\tz");
    file("set/test.tsv", "text\tlabel|d\tz");
    file("set/README.md", "words");
    Path set = folder.resolve("set");
    assertThat(read(DataSpec.of(set))).containsExactly("d=z");
    assertThat(read(DataSpec.of(set).withSplit(Split.TRAIN))).hasSize(3);
    assertThat(read(DataSpec.of(set.resolve("train.tsv")))).hasSize(3);
    try (TextDataSet data = (TextDataSet) DataSets.openAny(DataSpec.of(set.resolve("test.tsv")))) {
      assertThat(data.classNames()).containsExactly("x", "y", "z");
      assertThat(data.namesClasses()).isTrue();
    }
    assertThatThrownBy(() -> read(DataSpec.of(set).withSplit(Split.VAL)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("no val split", "train, test");
  }

  @Test
  void numbersAreIndicesAndListsNameThem() throws IOException {
    Path file = file("a.csv", "text,label|a,2|bb,0");
    try (TextDataSet data = (TextDataSet) DataSets.openAny(DataSpec.of(file))) {
      assertThat(data.classNames()).containsExactly("0", "1", "2");
      assertThat(data.label(0)).isEqualTo(2);
    }
    file("classes.txt", "no|so|yes");
    assertThat(read(DataSpec.of(file))).containsExactly("a=yes", "bb=no");
    file("classes.txt", "no|so");
    assertRefused(file, TextReading.UNSAID, "line 2 of", "label '2'", "2 classes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "a.tsv # text\tlabel|a\tx|b # line 3 of; no label ('label')",
        "a.tsv # text\tlabel # names of columns alone",
        "a.csv # label|a|b # has no text (column 2)",
        "a.jsonl # {\"label\": \"a\"} # line 1 of; no text (column 2)",
        "a.csv # text,label|a,\"x\"y|b,z # cannot read; line",
        "a.jsonl # {\"text\": \"a\", \"label\": 1}|{\"text\": # line; no JSON",
        "a.jsonl # {\"text\": \"a\", \"label\": 1}|{\"text\": \"b\"} # line 2 of; no label",
        "a.jsonl # {\"text\": \"a\", \"label\": 1}|[1] # line 2 of; no JSON object",
      })
  void refusesWhatIsNone(String name, String content, String parts) throws IOException {
    assertRefused(file(name, content), TextReading.UNSAID, parts.strip().split("; "));
  }

  @Test
  void refusesOtherBytesAndEndlessRows() throws IOException {
    Path file = folder.resolve("a.tsv");
    Files.write(file, "text\tlabel\nM\u00fcller\tx\n".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(file, TextReading.UNSAID, "a.tsv is not a text file in UTF-8");
    Path open = folder.resolve("b.csv");
    String row = "x".repeat(1 << 20);
    StringBuilder endless = new StringBuilder("text,label\n\"");
    for (int i = 0; i < 6; i++) {
      endless.append(row);
    }
    Files.writeString(open, endless);
    assertRefused(open, TextReading.UNSAID, "a row of", "nothing closes", Limit.TEXT.hint());
    Path object = folder.resolve("c.jsonl");
    Files.writeString(object, "{\"text\": \"" + row + row + "\", \"label\": 1}");
    assertRefused(object, TextReading.UNSAID, "c.jsonl", "maximum");
  }

  @Test
  void saysThatTextsAreNoImages() throws IOException {
    Path file = file("a.tsv", "text\tlabel|a\tx");
    assertThatThrownBy(() -> DataSets.open(DataSpec.of(file)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("holds texts", "images alone");
  }
}
