package io.entroscope.study.judge;

import io.entroscope.core.PlanException;
import io.entroscope.core.prune.block.Repair;
import io.entroscope.setting.Setting;
import io.entroscope.study.internal.StudyJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder with a file for each network and repair, which holds the trials of its blocks. */
final class BlockTrialFiles {
  private static final String AGAIN = "to make its trials again";

  private final Path folder;
  private final Repair repair;

  BlockTrialFiles(Path folder, Repair repair) {
    this.folder = folder;
    this.repair = repair;
  }

  private static String ending(Repair repair) {
    return "--" + repair.id() + ".json";
  }

  private Path file(String network) {
    return folder.resolve(network + ending(repair));
  }

  /**
   * The existing trials of a network; empty if there are none.
   *
   * @throws PlanException if they belong to another model or number of epochs, or the file is
   *     damaged
   */
  Optional<BlockTrials> read(String network, String sha256, int epochs) throws IOException {
    Path file = file(network);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    BlockTrials trials = read(file);
    if (!trials.sha256().equals(sha256)
        || trials.singles().stream().anyMatch(trial -> trial.epochs() != epochs)) {
      throw new PlanException(
          file + " is of another model or number of epochs; give another " + Setting.OUT);
    }
    return Optional.of(trials);
  }

  /**
   * All trials of a folder with one repair, by the name of the network.
   *
   * @throws PlanException if the folder is not there, or a file is damaged
   */
  static List<BlockTrials> all(Path folder, Repair repair) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new PlanException("no folder of trials at " + folder + "; check the path");
    }
    List<BlockTrials> trials = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(ending(repair))).sorted().toList()) {
        trials.add(read(file));
      }
    }
    return trials;
  }

  private static BlockTrials read(Path file) {
    BlockTrials trials = StudyJson.read(file, BlockTrials.class, AGAIN);
    if (trials.singles().isEmpty()) {
      throw new PlanException(file + " holds no trials of single blocks; delete it " + AGAIN);
    }
    return trials;
  }

  void write(BlockTrials trials) throws IOException {
    StudyJson.write(file(trials.network()), trials);
  }
}
