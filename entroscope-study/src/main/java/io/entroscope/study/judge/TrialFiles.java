package io.entroscope.study.judge;

import io.entroscope.advice.Trial;
import io.entroscope.core.PlanException;
import io.entroscope.setting.Setting;
import io.entroscope.study.internal.StudyJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder with a file for each network and seed, which holds the trials of its layers. */
final class TrialFiles {
  private final Path folder;

  TrialFiles(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  private Path file(String network, long seed) {
    return folder.resolve(network + "--seed-" + seed + ".json");
  }

  /**
   * The existing trials of a network and seed; empty if there are none.
   *
   * @throws PlanException if they belong to another model or budget, or the file is damaged
   */
  Optional<List<Trial>> complete(String network, String sha256, long seed, int epochs)
      throws IOException {
    Path file = file(network, seed);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<Trial> trials = read(file);
    for (Trial trial : trials) {
      if (!trial.sha256().equals(sha256) || trial.epochs() != epochs) {
        throw new PlanException(
            file + " is of another model or number of epochs; give another " + Setting.OUT);
      }
    }
    return Optional.of(trials);
  }

  /**
   * All trials of a folder.
   *
   * @throws PlanException if there is none, or a file is damaged
   */
  static List<Trial> all(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new PlanException("no folder of trials at " + folder + "; check the path");
    }
    List<Trial> trials = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        trials.addAll(read(file));
      }
    }
    if (trials.isEmpty()) {
      throw new PlanException(
          folder + " holds no trials; give the " + Setting.OUT + " of another judgement");
    }
    return trials;
  }

  private static List<Trial> read(Path file) {
    return List.of(StudyJson.read(file, Trial[].class, "to make its trials again"));
  }

  void write(String network, long seed, List<Trial> trials) throws IOException {
    StudyJson.write(file(network, seed), trials);
  }
}
