package io.entroscope.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes sets of files whose contents tell which set they are of; also as a program of its own. */
final class PairWriter {
  static final List<String> NAMES = List.of("a.json", "b.html", "below/c.csv");

  /** A file that the set "old" has and no other. */
  static final String OLD_ALONE = "old.npz";

  private static final int BYTES = 100_000;

  private PairWriter() {}

  /**
   * Arguments: {@code kill FOLDER WORD N}: writes one set, and kills itself before step N; {@code
   * many FOLDER WORD N}: writes N sets.
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[1]);
    int count = Integer.parseInt(args[3]);
    if (args[0].equals("kill")) {
      AtomicInteger steps = new AtomicInteger();
      Disk.watch =
          (step, file) -> {
            if (steps.incrementAndGet() == count) {
              killMyself();
            }
          };
      write(folder, args[2]);
      return;
    }
    for (int i = 0; i < count; i++) {
      write(folder, args[2] + i);
    }
  }

  private static void killMyself() throws IOException {
    new ProcessBuilder("kill", "-9", String.valueOf(ProcessHandle.current().pid())).start();
    try {
      TimeUnit.MINUTES.sleep(1);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  static void write(Path folder, String word) throws IOException {
    try (FileSet set = FileSet.in(folder)) {
      for (String name : NAMES) {
        set.add(name, out -> out.write(content(word)));
      }
      if (word.equals("old")) {
        set.add(OLD_ALONE, out -> out.write(content(word)));
      } else {
        set.remove(OLD_ALONE);
      }
      set.commit();
    }
  }

  static byte[] content(String word) {
    return (word + "\n").repeat(BYTES / (word.length() + 1)).getBytes(StandardCharsets.UTF_8);
  }

  /** The word of the set in a folder, "none" if there is none, or what is wrong. */
  static String wordIn(Path folder) throws IOException {
    List<String> words = new ArrayList<>();
    for (String name : NAMES) {
      words.add(wordOf(folder.resolve(name)));
    }
    words.add(Files.exists(folder.resolve(OLD_ALONE)) ? "old" : words.get(0));
    boolean whole = Collections.frequency(words, words.get(0)) == NAMES.size() + 1;
    boolean lacking = words.get(0).equals("old") && !Files.exists(folder.resolve(OLD_ALONE));
    return whole && !lacking ? words.get(0) : "mixed: " + words;
  }

  static String wordOf(Path file) throws IOException {
    if (!Files.exists(file)) {
      return "none";
    }
    String text = Files.readString(file);
    String word = text.substring(0, Math.max(0, text.indexOf('\n')));
    return text.equals(new String(content(word), StandardCharsets.UTF_8)) ? word : "half a file";
  }

  static Process start(String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                PairWriter.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Ends when the process has, with what it printed and its exit code. */
  static Map.Entry<Integer, String> await(Process process) throws Exception {
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Map.entry(process.waitFor(), text);
  }
}
