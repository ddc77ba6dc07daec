package io.entroscope.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.cli.Cli;
import io.entroscope.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the documents say: links lead somewhere, commands and their options exist. */
class DocumentsTest {
  private static final Path ROOT = Path.of("..");
  private static final Path COMMANDS = ROOT.resolve("docs/commands.md");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\\n]*`");
  private static final Pattern BLOCK = Pattern.compile("(?s)```sh\\n(.*?)```");
  private static final Pattern CALL =
      Pattern.compile("(?:\\./|bin/)entroscope +([a-z]+)((?:[^\\n|>&;#`])*)");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z0-9-]*");

  /** Every document of the repository but what other programs and builds made. */
  private static Map<Path, String> documents() throws IOException {
    Map<Path, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(ROOT, 3)) {
      for (Path file :
          files
              .filter(f -> f.toString().endsWith(".md") && !f.toString().contains("/target/"))
              .filter(f -> !f.toString().contains("node_modules"))
              .toList()) {
        texts.put(file, Files.readString(file));
      }
    }
    assertThat(texts).containsKey(ROOT.resolve("README.md"));
    return texts;
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    List<String> lost = new ArrayList<>();
    Map<Path, String> documents = documents();
    for (Map.Entry<Path, String> document : documents.entrySet()) {
      Matcher link = LINK.matcher(CODE.matcher(document.getValue()).replaceAll(""));
      while (link.find()) {
        if (!link.group(1).contains("://") && !leads(document.getKey(), link.group(1))) {
          lost.add(document.getKey() + " -> " + link.group(1));
        }
      }
    }
    assertThat(lost).isEmpty();
  }

  private static boolean leads(Path from, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path to = parts[0].isEmpty() ? from : from.resolveSibling(parts[0]).normalize();
    if (!Files.exists(to)) {
      return false;
    }
    return parts.length == 1
        || Files.readString(to)
            .lines()
            .filter(line -> line.startsWith("#"))
            .anyMatch(line -> anchor(line).equals(parts[1]));
  }

  /** The name that a heading has in links. */
  private static String anchor(String heading) {
    return heading
        .replaceFirst("^#+ ", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }

  @Test
  void commandsAndOptionsExist() throws IOException {
    Map<String, CommandLine> commands = Main.commandLine().getSubcommands();
    List<String> unknown = new ArrayList<>();
    int calls = 0;
    for (Map.Entry<Path, String> document : documents().entrySet()) {
      if (document.getKey().endsWith("CHANGELOG.md")) {
        continue;
      }
      Matcher call = CALL.matcher(shell(document.getValue()));
      while (call.find()) {
        calls++;
        CommandLine command = commands.get(call.group(1));
        if (command == null) {
          unknown.add(document.getKey() + ": " + call.group(1));
          continue;
        }
        Set<String> options = options(command);
        OPTION
            .matcher(call.group(2))
            .results()
            .map(one -> one.group())
            .filter(option -> !options.contains(option))
            .forEach(option -> unknown.add(document.getKey() + ": " + call.group(1) + option));
      }
    }
    assertThat(unknown).isEmpty();
    assertThat(calls).isGreaterThan(40);
  }

  /** The blocks of shell commands, continued lines put together. */
  private static String shell(String text) {
    return BLOCK
        .matcher(text)
        .results()
        .map(block -> block.group(1).replaceAll("\\\\\\n\\s*", " "))
        .collect(Collectors.joining("\n"));
  }

  private static Set<String> options(CommandLine command) {
    Set<String> names = new TreeSet<>();
    command
        .getCommandSpec()
        .options()
        .forEach(
            option -> {
              names.addAll(List.of(option.names()));
              if (option.negatable()) {
                names.add("--no-" + option.longestName().substring(2));
              }
            });
    return names;
  }

  /** {@code docs/commands.md} is the help of every command; -Dgolden.update=true writes it anew. */
  @Test
  void everyCommandIsDescribed() throws IOException {
    String page = commandsPage();
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(COMMANDS, page);
    }
    assertThat(COMMANDS).hasContent(page);
  }

  private static String commandsPage() {
    StringBuilder page = new StringBuilder();
    page.append("# Commands\n\nThis is what `entroscope COMMAND --help` says.\n\n");
    List<String> names =
        Main.commandLine().getSubcommands().keySet().stream()
            .filter(name -> !"help".equals(name))
            .toList();
    page.append("| command | |\n|---|---|\n");
    for (String name : names) {
      String[] does =
          Main.commandLine()
              .getSubcommands()
              .get(name)
              .getCommandSpec()
              .usageMessage()
              .description();
      String first = String.join(" ", does).split("[.;:] ", 2)[0];
      page.append("| [").append(name).append("](#").append(name).append(") | ");
      page.append(first.replaceFirst("[.:]$", "")).append(" |\n");
    }
    for (String name : names) {
      page.append("\n## ").append(name).append("\n\n```text\n");
      page.append(Cli.run(name, "--help").out().stripTrailing()).append("\n```\n");
    }
    return page.toString();
  }
}
