package io.entroscope.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.entroscope.app.Flags;
import io.entroscope.cli.Main;
import io.entroscope.setting.Listing;
import io.entroscope.setting.Setting;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** Libraries name settings; flags and commands are the command line's own words. */
class LibraryWordsTest {
  private static final String[] LIBRARIES =
      Stream.of(
              "files", "setting", "onnx", "stats", "data", "result", "core", "advice", "report",
              "torch", "study")
          .map(name -> "io.entroscope." + name)
          .toArray(String[]::new);

  /** A flag stands alone, or begins a quotation; a file's name may hold two dashes. */
  private static final Pattern COMMAND_LINE =
      Pattern.compile(
          "(?:^|[\\s'\"(\\[`/])--[a-z]|JAVA_OPTS|entroscope (?:"
              + String.join("|", Main.commandLine().getSubcommands().keySet())
              + ")\\b");

  @Test
  void noLibrarySpeaksOfTheCommandLine() throws IOException {
    List<String> offences = new ArrayList<>();
    int read = 0;
    for (JavaClass one :
        new ClassFileImporter().withImportOption(notAmongTests()).importPackages(LIBRARIES)) {
      for (String text : strings(one)) {
        read++;
        if (COMMAND_LINE.matcher(text).find()) {
          offences.add(one.getName() + ": " + text);
        }
      }
    }
    assertThat(read).isGreaterThan(10_000);
    assertThat(offences).isEmpty();
  }

  @Test
  void theSearchFindsWhatItLooksFor() {
    assertThat(Stream.of("; use --resize 4x4", "--batch is 0", "with JAVA_OPTS=-Xmx2g"))
        .allMatch(text -> COMMAND_LINE.matcher(text).find());
    assertThat(Stream.of("(entroscope layers lists all)", "`entroscope report` shows"))
        .allMatch(text -> COMMAND_LINE.matcher(text).find());
    assertThat(Stream.of("\u0001--seed-\u0001.json", "use `batch`", "entroscope layerwise"))
        .noneMatch(text -> COMMAND_LINE.matcher(text).find());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HEAP")
  void everySettingIsAnOptionOfSomeCommand(Setting setting) {
    String flag = Flags.in(setting.toString());
    assertThat(Main.commandLine().getSubcommands().values())
        .anyMatch(command -> command.getCommandSpec().optionsMap().containsKey(flag));
  }

  @ParameterizedTest
  @EnumSource
  void everyListingIsACommand(Listing listing) {
    String[] words = Flags.in(listing.toString()).split(" ");
    CommandLine command = Main.commandLine().getSubcommands().get(words[1]);
    assertThat(command.getCommandSpec().optionsMap().keySet())
        .containsAll(Arrays.asList(words).subList(2, words.length));
  }

  @Test
  void messagesReadWellInBothWords() {
    String said = "use `resize` 4x4, or leave `skipCorrupt` out; see `other` and `Layers.find`";
    assertThat("use " + Setting.RESIZE + " 4x4, or leave " + Setting.SKIP_CORRUPT + " out; see")
        .isEqualTo(said.substring(0, said.indexOf(" `other`")));
    assertThat(Flags.in(said))
        .isEqualTo(
            "use --resize 4x4, or leave --skip-corrupt out; see `other` and entroscope layers");
    assertThat(Flags.in("give Java more with " + Setting.HEAP))
        .isEqualTo("give Java more with JAVA_OPTS=-Xmx...");
  }

  private static ImportOption notAmongTests() {
    String tests =
        LibraryWordsTest.class.getProtectionDomain().getCodeSource().getLocation().toString();
    return location -> !location.contains(tests);
  }

  /** The text in the constants of a class: literals, and the recipes of what is put together. */
  private static List<String> strings(JavaClass one) throws IOException {
    List<String> texts = new ArrayList<>();
    try (InputStream file = one.getSource().orElseThrow().getUri().toURL().openStream();
        DataInputStream in = new DataInputStream(file)) {
      in.skipNBytes(8);
      int constants = in.readUnsignedShort();
      for (int i = 1; i < constants; i++) {
        int tag = in.readUnsignedByte();
        switch (tag) {
          case 1 -> texts.add(in.readUTF());
          case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
          case 15 -> in.skipNBytes(3);
          case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
          case 5, 6 -> {
            in.skipNBytes(8);
            i++;
          }
          default -> throw new IOException("constant of kind " + tag + " in " + one.getName());
        }
      }
    }
    return texts;
  }
}
