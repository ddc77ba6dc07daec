package io.entroscope.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Files of a folder that appear together or not at all. They are written beside their places;
 * {@link #commit} then gives them their names. Whatever happens before leaves what was there: an
 * error, a full disk, a kill. A kill while they get their names is made good by the next set that
 * is written to the folder. Two programs that write to one folder take turns, so that the files in
 * it are of one of them.
 *
 * <p>For one thread.
 */
public final class FileSet implements Closeable {
  private final Path folder;
  private final List<Path> made;
  private final Stage stage;
  private final Set<String> names = new LinkedHashSet<>();
  private boolean done;

  private FileSet(Path folder, List<Path> made, Stage stage) {
    this.folder = folder;
    this.made = made;
    this.stage = stage;
  }

  /**
   * A set of files of a folder, which is made if there is none.
   *
   * @throws IOException if it cannot be written to; the message is the reason, in a few words
   */
  public static FileSet in(Path folder) throws IOException {
    Path absolute = folder.toAbsolutePath();
    try {
      List<Path> made = Disk.makeFolders(absolute);
      try {
        FolderLock.with(absolute, () -> Stage.settle(absolute));
        return new FileSet(absolute, made, Stage.open(absolute));
      } catch (IOException | RuntimeException e) {
        remove(made);
        throw e;
      }
    } catch (FileSystemException e) {
      throw Reasons.inWords(e);
    }
  }

  /**
   * Puts in place what a program that was killed had begun to give its names, and removes what else
   * it left, as the next set would: whoever reads several files of a folder, or a person beside,
   * finds those of one set. Does nothing where there is nothing of the kind, or it cannot be done
   * here; single files are whole either way.
   */
  public static void settle(Path folder) {
    Path absolute = folder.toAbsolutePath();
    try {
      if (Stage.isAny(absolute)) {
        FolderLock.with(absolute, () -> Stage.settle(absolute));
      }
    } catch (IOException ignored) {
      // A folder that this program may only read; the next that writes there sees to it.
    }
  }

  /**
   * Writes a file of the set, under a name that only the set knows.
   *
   * @param name of the file, relative to the folder; folders on the way are made
   * @return the file's path once the set is committed
   * @throws IOException if it cannot be written; the message is the reason, in a few words
   */
  public Path add(String name, Content content) throws IOException {
    Path relative = folder.getFileSystem().getPath(name);
    if (relative.isAbsolute()
        || relative.startsWith("..")
        || !relative.equals(relative.normalize())
        || !names.add(name)) {
      throw new IllegalArgumentException("not a new name below a folder: " + name);
    }
    try {
      Path target = folder.resolve(name);
      if (Files.isDirectory(target)) {
        throw new FileSystemException(target.toString(), null, target + " is a folder");
      }
      Disk.create(stage.place(name), content);
      return target;
    } catch (FileSystemException e) {
      throw Reasons.inWords(e);
    }
  }

  /**
   * Has a file go when the set appears: one of an earlier set that this one has not. It need not be
   * there.
   *
   * @param name of the file, in the folder itself
   * @throws IOException if that cannot be noted; the message is the reason, in a few words
   */
  public void remove(String name) throws IOException {
    if (!names.add(name)) {
      throw new IllegalArgumentException("not a new name below a folder: " + name);
    }
    try {
      if (Files.isRegularFile(folder.resolve(name))) {
        stage.remove(name);
      }
    } catch (FileSystemException e) {
      throw Reasons.inWords(e);
    }
  }

  /**
   * Gives all files their names, in place of those that had them. Once it returns, they are on
   * disk.
   *
   * @throws IOException if that cannot be done: nothing is changed then; the message is the reason
   */
  public void commit() throws IOException {
    try {
      FolderLock.with(
          folder,
          () -> {
            // Also what others left since: it must not come after this.
            Stage.settle(folder);
            stage.commit();
          });
      done = true;
    } catch (FileSystemException e) {
      throw Reasons.inWords(e);
    }
  }

  /** Forgets what was not committed, and what was made for it. */
  @Override
  public void close() throws IOException {
    try {
      stage.close();
    } catch (IOException e) {
      // All files have their names; the next program that writes here removes the rest.
      if (!done) {
        throw e;
      }
    }
    if (!done) {
      remove(made);
    }
  }

  private static void remove(List<Path> folders) throws IOException {
    List<Path> innermostFirst = new ArrayList<>(folders);
    Collections.reverse(innermostFirst);
    for (Path folder : innermostFirst) {
      try {
        Disk.delete(folder);
      } catch (DirectoryNotEmptyException e) {
        return;
      }
    }
  }
}
