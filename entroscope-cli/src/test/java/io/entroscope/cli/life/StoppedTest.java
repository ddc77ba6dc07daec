package io.entroscope.cli.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.cli.Cli;
import io.entroscope.cli.Cli.Outcome;
import io.entroscope.files.DiskSteps;
import io.entroscope.files.FileSet;
import io.entroscope.testing.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command that writes, stopped before some of the steps of its writing: by a kill, and by a
 * disk that is full from there on. A kill leaves the folder as it is at that moment, so copies of
 * it before each step show what all the kills would leave. {@code -Dentroscope.stops=} says how
 * many steps of each command, of the slow ones too if it says more than 2; {@code
 * -Dentroscope.seed=} takes other steps.
 */
class StoppedTest {
  private static final int USUAL = 2;
  private static final int STOPS = Integer.getInteger("entroscope.stops", USUAL);

  /** What takes seconds each time, and writes as the others do. */
  private static final Set<String> SLOW = Set.of("maximize", "track", "depth", "judge");

  private static final long SEED = Seeds.seed(20261130L);
  private static final Map<String, Integer> TRIED = new TreeMap<>();

  @TempDir static Path inputs;
  @TempDir Path folder;

  private Path out;
  private Tree old;
  private Tree wanted;
  private Set<String> hourly;

  /**
   * A command that writes.
   *
   * @param name for messages
   * @param before what was written into the folder before; empty if nothing was
   * @param now what is stopped
   * @param again what is added when it is run once more
   * @param steady whether nothing of its own comes and goes in the folder while it runs
   */
  private record Command(
      String name, List<String> before, List<String> now, List<String> again, boolean steady) {
    static Command of(String name, String before, String now) {
      return new Command(name, words(before), words(now), List.of(), true);
    }

    static Command goingOn(String name, String now, String... again) {
      return new Command(name, List.of(), words(now), List.of(again), false);
    }

    private static List<String> words(String line) {
      return line.isEmpty() ? List.of() : List.of(line.split(" "));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** The files below a folder, by their names relative to it. */
  private record Tree(Map<String, byte[]> files) {
    static Tree of(Path folder) throws IOException {
      Map<String, byte[]> files = new TreeMap<>();
      if (Files.exists(folder)) {
        try (Stream<Path> all = Files.walk(folder)) {
          for (Path file : all.filter(Files::isRegularFile).toList()) {
            files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
          }
        }
      }
      return new Tree(files);
    }

    void writeTo(Path folder) throws IOException {
      deleteAll(folder);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.write(path, file.getValue());
      }
    }

    boolean holdsAs(Tree other, String name) {
      return other.files.containsKey(name) && Arrays.equals(files.get(name), other.files.get(name));
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Collections.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  static List<Command> commands() {
    return all().stream()
        .filter(command -> STOPS > USUAL || !SLOW.contains(command.name()))
        .toList();
  }

  private static List<Command> all() {
    return List.of(
        Command.of("analyze", "analyze M --data D --limit 40", "analyze M --data D --limit 80"),
        Command.of(
            "analyze --shard",
            "analyze M --data D --limit 40 --shard 1/2",
            "analyze M --data D --limit 80 --shard 1/2"),
        Command.of("merge", "merge IN/1.state --out O", "merge IN/2.state --out O"),
        Command.of(
            "report",
            "report IN/1 --format html,svg --figure 1 --out O",
            "report IN/2 --format html,svg --figure 1 --out O"),
        Command.of(
            "compare", "compare IN/1 IN/2 --out O/c.html", "compare IN/2 IN/1 --out O/c.html"),
        Command.of("ablate", "ablate S --data D --limit 40", "ablate S --data D --limit 80"),
        Command.of(
            "head",
            "head M --data D --limit 100 --out O/h.onnx",
            "head M --data D --limit 150 --out O/h.onnx"),
        Command.of(
            "prune",
            "prune S --drop fc2 --data D --limit 40 --out O/p.onnx",
            "prune S --drop fc3 --data D --limit 40 --out O/p.onnx"),
        Command.of(
            "maximize",
            "maximize M --layer fc1 --units 0-1 --steps 2",
            "maximize M --layer fc1 --units 0-2 --steps 2"),
        Command.of(
            "track", "track IN/models --data D --limit 40", "track IN/models --data D --limit 80"),
        Command.goingOn(
            "train", "train fc8 --data D --limit 200 --epochs 2 --out O/n.onnx", "--resume"),
        Command.goingOn(
            "depth", "depth --fc 2..3 --seeds 1 --epochs 1 --width 4 --data IN/few --out O"),
        Command.goingOn(
            "judge",
            "judge --arch fc4|fc4 --epochs 1 --fine-tune 1 --seeds 1 --data IN/few --out O"));
  }

  @BeforeAll
  static void makeInputs() throws IOException {
    Path few = Files.createDirectory(inputs.resolve("few"));
    try (Stream<Path> files = Files.list(Path.of(Cli.SAMPLE))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        Files.copy(file, few.resolve(name));
        Files.copy(file, few.resolve(name.replace("t10k", "train")));
      }
    }
    run(Command.words("train fc8 fc8 fc8 --data D --limit 200 --epochs 1 --out S"), few, List.of());
    Path models = Files.createDirectory(inputs.resolve("models"));
    for (int i = 1; i <= 2; i++) {
      Files.copy(Path.of(Cli.MODEL), models.resolve("epoch-" + i + ".onnx"));
      String size = String.valueOf(40 * i);
      Path result = inputs.resolve(String.valueOf(i));
      run(Command.words("analyze M --data D --out O --limit " + size), result, List.of());
      run(
          Command.words("analyze M --data D --out O --shard 1/1 --limit " + size),
          result,
          List.of());
      Files.move(result.resolve("shard-1-of-1.state"), inputs.resolve(i + ".state"));
    }
  }

  @AfterAll
  static void sayHowMany() {
    System.out.printf("stopped at steps, seed %d: %s%n", SEED, TRIED);
  }

  private static Outcome runs(List<String> words, Path out, List<String> more) {
    List<Object> args = new ArrayList<>();
    for (String word : words) {
      args.add(
          switch (word) {
            case "M" -> Cli.MODEL;
            case "S" -> inputs.resolve("small.onnx").toString();
            case "D" -> inputs.resolve("few").toString();
            default ->
                word.replace('|', ' ')
                    .replaceFirst("^IN", inputs.toString())
                    .replaceFirst("^O(?=/|$)", out.toString());
          });
    }
    if (!words.contains("--out")) {
      args.addAll(List.of("--out", out.toString()));
    }
    args.addAll(more);
    return Cli.run(args.toArray());
  }

  private static void run(List<String> words, Path out, List<String> more) {
    Outcome outcome = runs(words, out, more);
    assertThat(outcome.code()).as(words + ": " + outcome.err()).isZero();
  }

  /** The folder before, and what the command makes of it. */
  private void rehearse(Command command) throws IOException {
    out = folder.resolve("out");
    if (!command.before().isEmpty()) {
      run(command.before(), out, List.of());
    }
    old = Tree.of(out);
    run(command.now(), out, List.of());
    wanted = Tree.of(out);
    old.writeTo(out);
    run(command.now(), out, List.of());
    Tree twice = Tree.of(out);
    hourly = new HashSet<>(wanted.files().keySet());
    hourly.removeIf(name -> wanted.holdsAs(twice, name));
    assertThat(hourly).as("files of times").hasSizeLessThan(wanted.files().size());
    assertThat(twice.files()).containsOnlyKeys(wanted.files().keySet());
  }

  private int[] chosen(Command command, int steps) {
    List<Integer> all = new ArrayList<>(IntStream.range(0, steps).boxed().toList());
    Collections.shuffle(all, new Random(SEED ^ command.name().hashCode()));
    return all.stream().limit(STOPS).mapToInt(i -> i).sorted().toArray();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aKillLeavesWhatWasThereOrWhatIsNew(Command command) throws Exception {
    rehearse(command);
    List<String> names = new ArrayList<>();
    List<Tree> moments = new ArrayList<>();
    old.writeTo(out);
    DiskSteps.during(
        () -> run(command.now(), out, List.of()),
        (step, file) -> {
          if (file.startsWith(out)) {
            names.add(step + " " + out.relativize(file));
            moments.add(Tree.of(out));
          }
        });
    assertThat(moments).hasSizeGreaterThan(5);
    for (int i = 0; i < moments.size(); i++) {
      requireOldOrNew(command, moments.get(i), "before " + names.get(i));
    }
    for (int i : chosen(command, moments.size())) {
      String when = "before " + names.get(i);
      moments.get(i).writeTo(out);
      FileSet.settle(out);
      requireOneSet(command, Tree.of(out), when);
      run(command.now(), out, Files.exists(out) ? command.again() : List.of());
      requireWanted(when);
      TRIED.merge("killed", 1, Integer::sum);
    }
    TRIED.merge("looked at", moments.size(), Integer::sum);
  }

  private void requireOldOrNew(Command command, Tree now, String when) {
    assertThat(now.files().keySet()).as(when).containsAll(old.files().keySet());
    if (!command.steady()) {
      return;
    }
    for (String name : now.files().keySet()) {
      boolean own = name.startsWith(".entroscope-");
      assertThat(
              own || hourly.contains(name) || now.holdsAs(old, name) || now.holdsAs(wanted, name))
          .as("%s, %s is old or new", when, name)
          .isTrue();
    }
  }

  /** Once what was left undone is put in place, no file is of another run than the others. */
  private void requireOneSet(Command command, Tree now, String when) {
    if (command.steady()) {
      List<String> known =
          wanted.files().keySet().stream().filter(f -> !hourly.contains(f)).toList();
      boolean allOld =
          known.stream()
              .allMatch(
                  f ->
                      now.holdsAs(old, f)
                          || (!now.files().containsKey(f) && !old.files().containsKey(f)));
      boolean allNew = known.stream().allMatch(f -> now.holdsAs(wanted, f));
      assertThat(allOld || allNew).as(when).isTrue();
    }
  }

  private void requireWanted(String when) throws IOException {
    Tree now = Tree.of(out);
    assertThat(now.files()).as(when).containsOnlyKeys(wanted.files().keySet());
    for (String name : now.files().keySet()) {
      assertThat(hourly.contains(name) || now.holdsAs(wanted, name))
          .as("%s, %s afterwards", when, name)
          .isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aFullDiskLeavesWhatWasThere(Command command) throws Exception {
    rehearse(command);
    int[] steps = {0};
    old.writeTo(out);
    DiskSteps.during(
        () -> run(command.now(), out, List.of()),
        (step, file) -> steps[0] += isRefused(step, file) ? 1 : 0);
    for (int i : chosen(command, steps[0])) {
      old.writeTo(out);
      int[] seen = {0};
      Outcome[] outcome = new Outcome[1];
      DiskSteps.during(
          () -> outcome[0] = runs(command.now(), out, List.of()),
          (step, file) -> {
            if (isRefused(step, file) && isFull(step, seen[0]++, i)) {
              throw new IOException("No space left on device");
            }
          });
      String when = command + ", full at step " + i + ": " + outcome[0].err();
      if (outcome[0].code() == 0) {
        requireWanted(when);
      } else {
        assertThat(outcome[0].code()).as(when).isEqualTo(1);
        assertThat(outcome[0].err().lines().filter(line -> line.startsWith("entroscope:")))
            .as(when)
            .singleElement()
            .asString()
            .contains("No space left on device");
        requireOld(command, when);
      }
      TRIED.merge("full", 1, Integer::sum);
    }
  }

  /** A file may have another name again where something else could be taken away for it. */
  private static boolean isFull(String step, int number, int from) {
    return number == from || (number > from && !step.equals("move"));
  }

  /** What a full disk refuses: all but taking away. */
  private boolean isRefused(String step, Path file) {
    return file.startsWith(out) && !step.equals("delete");
  }

  private void requireOld(Command command, String when) throws IOException {
    Tree now = Tree.of(out);
    for (String name : old.files().keySet()) {
      assertThat(now.holdsAs(old, name)).as("%s, %s", when, name).isTrue();
    }
    if (command.steady()) {
      assertThat(now.files()).as(when).containsOnlyKeys(old.files().keySet());
    }
  }
}
