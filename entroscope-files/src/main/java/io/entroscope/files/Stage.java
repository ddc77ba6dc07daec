package io.entroscope.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Where the files of a set wait until all of them are there: a folder beside them, so that they
 * only need another name. It holds
 *
 * <ul>
 *   <li>{@code new}, the files to come;
 *   <li>{@code old}, a second name for each file that they replace;
 *   <li>{@code fresh}, an empty file for each that replaces none;
 *   <li>{@code gone}, an empty file for each that is to go;
 *   <li>{@code forward}, from the moment on at which the set is complete, or {@code back}, once it
 *       turned out that one of them cannot take its place.
 * </ul>
 *
 * <p>So whoever finds the stage of a program that was killed knows what to do: go on forward, go
 * back, or, without either mark, forget it. Both ways can be gone again from any point.
 */
final class Stage implements Closeable {
  static final String PREFIX = ".entroscope-";
  private static final String FORWARD = "forward";
  private static final String BACK = "back";
  private static final String GONE = "gone";
  private static final Content NOTHING = out -> {};

  /** Those of this program, for when it is told to stop. */
  private static final Set<Stage> OPEN = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Stage::closeAll, "clear stages"));
  }

  private final Path target;
  private final OwnedFolder folder;

  private Stage(Path target, OwnedFolder folder) {
    this.target = target;
    this.folder = folder;
  }

  /** A new stage for files below a folder. */
  static Stage open(Path target) throws IOException {
    Stage stage = new Stage(target, OwnedFolder.make(target, PREFIX));
    OPEN.add(stage);
    return stage;
  }

  /**
   * Ends what programs that were killed left in a folder; its lock must be held.
   *
   * @throws IOException if a set that is complete cannot be put in place, or taken back
   */
  static void settle(Path target) throws IOException {
    for (OwnedFolder left : OwnedFolder.leftIn(target, PREFIX, Duration.ZERO)) {
      Stage stage = new Stage(target, left);
      try {
        stage.finish();
      } catch (IOException e) {
        left.abandon();
        throw new IOException(
            "a program that was stopped left "
                + left.path()
                + ", which cannot be put in place: "
                + e.getMessage(),
            e);
      }
      stage.close();
    }
  }

  /** Whether there are stages in a folder, whoever's they are. */
  static boolean isAny(Path target) throws IOException {
    return !OwnedFolder.named(target, PREFIX).isEmpty();
  }

  private Path at(String name) {
    return folder.path().resolve(name);
  }

  /** Where a new file is to be written. */
  Path place(String name) throws IOException {
    Path place = at("new").resolve(name);
    Disk.makeFolders(parent(place));
    return place;
  }

  /** Notes a file that is to go with the old set. */
  void remove(String name) throws IOException {
    Path note = at(GONE).resolve(name);
    Disk.makeFolders(parent(note));
    Disk.create(note, NOTHING);
  }

  /**
   * Puts all files in their places.
   *
   * @throws IOException if that failed: all is as it was before
   */
  void commit() throws IOException {
    List<Path> names = names("new");
    List<Path> gone = names(GONE);
    if (names.size() == 1 && gone.isEmpty()) {
      forward(names);
      return;
    }
    for (Path name : names) {
      keep(name);
    }
    for (Path name : gone) {
      if (Files.exists(target.resolve(name))) {
        keep(name);
      }
    }
    for (String kind : List.of("new", "old", "fresh", GONE)) {
      syncFolders(at(kind));
    }
    try {
      mark(FORWARD);
      forward(names);
    } catch (IOException | RuntimeException e) {
      turnBack(e);
      throw e;
    }
    Disk.delete(at(FORWARD));
  }

  private void turnBack(Exception cause) {
    try {
      if (Files.exists(at(FORWARD))) {
        Disk.move(at(FORWARD), at(BACK));
        back();
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private void keep(Path name) throws IOException {
    boolean replaces = Files.exists(target.resolve(name));
    Path kept = at(replaces ? "old" : "fresh").resolve(name.toString());
    Disk.makeFolders(parent(kept));
    if (replaces) {
      Disk.keep(target.resolve(name), kept);
    } else {
      Disk.create(kept, NOTHING);
    }
  }

  private void mark(String as) throws IOException {
    Disk.create(at(as), NOTHING);
    Disk.syncFolder(folder.path());
  }

  private void finish() throws IOException {
    if (Files.exists(at(FORWARD))) {
      forward(names("new"));
      Disk.delete(at(FORWARD));
    } else if (Files.exists(at(BACK))) {
      back();
    }
  }

  private void forward(List<Path> names) throws IOException {
    for (Path name : names) {
      Path place = target.resolve(name);
      Disk.makeFolders(parent(place));
      Disk.move(at("new").resolve(name), place);
    }
    List<Path> gone = names(GONE);
    for (Path name : gone) {
      Disk.delete(target.resolve(name));
    }
    syncTargets(names);
    syncTargets(gone);
  }

  private void back() throws IOException {
    List<Path> fresh = names("fresh");
    for (Path name : fresh) {
      if (!Files.exists(at("new").resolve(name)) && Files.exists(target.resolve(name))) {
        Disk.move(target.resolve(name), at("new").resolve(name));
      }
    }
    List<Path> old = names("old");
    for (Path name : old) {
      Disk.move(at("old").resolve(name), target.resolve(name));
    }
    syncTargets(fresh);
    syncTargets(old);
    Disk.delete(at(BACK));
  }

  private void syncTargets(List<Path> names) throws IOException {
    for (Path parent :
        names.stream().map(name -> parent(target.resolve(name))).distinct().toList()) {
      Disk.syncFolder(parent);
    }
  }

  private static void syncFolders(Path root) throws IOException {
    for (Path folder : walk(root).stream().filter(Files::isDirectory).toList()) {
      Disk.syncFolder(folder);
    }
  }

  private List<Path> names(String kind) throws IOException {
    return walk(at(kind)).stream().filter(Files::isRegularFile).map(at(kind)::relativize).toList();
  }

  private static List<Path> walk(Path root) throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.sorted().toList();
    }
  }

  private static Path parent(Path path) {
    return Objects.requireNonNull(path.getParent());
  }

  /** Removes the stage; files that have not taken their places are forgotten. */
  @Override
  public void close() throws IOException {
    if (Files.exists(at(FORWARD)) || Files.exists(at(BACK))) {
      // A disk that failed on the way back too: whoever comes next tries again.
      OPEN.remove(this);
      folder.abandon();
      return;
    }
    folder.close();
    OPEN.remove(this);
  }

  private static void closeAll() {
    // Never given back: nothing takes its place any more from here on.
    FolderLock.ONE_AT_A_TIME.lock();
    for (Stage stage : new ArrayList<>(OPEN)) {
      try {
        stage.close();
      } catch (IOException ignored) {
        // The next program that writes here removes it.
      }
    }
  }
}
