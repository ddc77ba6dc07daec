package io.entroscope.torch.train;

import io.entroscope.files.FileSet;
import io.entroscope.files.Inputs;
import io.entroscope.files.Reasons;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.setting.Setting;
import io.entroscope.torch.TorchException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * All that a training needs to resume after an epoch as if it had never stopped: the model, the
 * optimizer state, and the results of the epochs. Random numbers need no state: they follow from
 * seed, epoch and step.
 *
 * <p>In its folder an epoch has two files that appear together, {@code epoch-N.onnx} and {@code
 * epoch-N.state}. The state ends in a checksum and holds the hashes of the models that it needs, so
 * that damage is detected; the previous checkpoint is kept for that case. The model of the best
 * epoch is kept too.
 *
 * @param plan a hash of everything that decides the training's numbers
 * @param model the network after the epoch
 * @param optimizerState one array for each of the optimizer's tensors
 * @param epochs the results so far
 * @param best the best epoch so far
 */
record Checkpoint(
    String plan,
    OnnxModel model,
    List<float[]> optimizerState,
    List<EpochResult> epochs,
    Best best) {
  private static final int MAGIC = 0x656E7453;
  private static final int VERSION = 2;
  private static final int CHECKSUM_BYTES = Long.BYTES;
  private static final int BUFFER = 1 << 16;

  /**
   * The best epoch so far.
   *
   * @param epoch counted from 1; 0: none is complete
   * @param sha256 of its model
   */
  record Best(int epoch, String sha256) {
    static final Best NONE = new Best(0, "");
  }

  /** Writes the checkpoint, then deletes those before the previous one. */
  void write(Path folder) {
    int epoch = epochs.size();
    try {
      try (FileSet files = FileSet.in(folder)) {
        files.add(model(epoch), model.contentOf(folder.resolve(model(epoch))));
        files.add(state(epoch), this::writeState);
        files.commit();
      }
      Set<String> kept = new HashSet<>(List.of(state(epoch), model(epoch), model(best.epoch())));
      if (epoch > 1) {
        int bestBefore = bestOf(epochs.subList(0, epoch - 1));
        kept.addAll(List.of(state(epoch - 1), model(epoch - 1), model(bestBefore)));
      }
      for (Path old : epochFiles(folder)) {
        if (!kept.contains(name(old))) {
          Files.deleteIfExists(old);
        }
      }
    } catch (IOException | OnnxException e) {
      throw new TorchException(
          "cannot write the checkpoint of epoch "
              + epochs.size()
              + " into "
              + folder
              + ": "
              + e.getMessage()
              + "; make room there and go on with "
              + Setting.RESUME,
          e);
    }
  }

  /** The first epoch with the highest score, counted from 1. */
  private static int bestOf(List<EpochResult> epochs) {
    EpochResult best = epochs.get(0);
    for (EpochResult epoch : epochs) {
      best = epoch.score() > best.score() ? epoch : best;
    }
    return best.epoch();
  }

  private static String model(int epoch) {
    return String.format(Locale.ROOT, "epoch-%04d.onnx", epoch);
  }

  private static String state(int epoch) {
    return String.format(Locale.ROOT, "epoch-%04d.state", epoch);
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /** The files of all epochs, by number. */
  private static List<Path> epochFiles(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> name(file).matches("epoch-\\d+\\.(state|onnx)"))
          .sorted()
          .toList();
    }
  }

  private void writeState(OutputStream stream) throws IOException {
    CheckedOutputStream checked =
        new CheckedOutputStream(new BufferedOutputStream(stream), new CRC32C());
    DataOutputStream out = new DataOutputStream(checked);
    out.writeInt(MAGIC);
    out.writeInt(VERSION);
    out.writeUTF(plan);
    out.writeUTF(model.sha256());
    out.writeInt(best.epoch());
    out.writeUTF(best.sha256());
    out.writeInt(epochs.size());
    for (EpochResult epoch : epochs) {
      out.writeInt(epoch.epoch());
      out.writeDouble(epoch.loss());
      out.writeDouble(epoch.accuracy());
      out.writeDouble(epoch.validationLoss());
      out.writeDouble(epoch.validationAccuracy());
    }
    out.writeInt(optimizerState.size());
    for (float[] values : optimizerState) {
      out.writeInt(values.length);
      ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
      bytes.asFloatBuffer().put(values);
      out.write(bytes.array());
    }
    out.writeLong(checked.getChecksum().getValue());
    out.flush();
  }

  /**
   * The last intact checkpoint in a folder; empty if there is none.
   *
   * @param plan that it must belong to
   * @param notes receives a message for each damaged checkpoint
   * @throws TorchException if it belongs to a training with other settings, or cannot be read
   */
  static Optional<Checkpoint> last(Path folder, String plan, Consumer<String> notes) {
    FileSet.settle(folder);
    try {
      List<Path> states = new ArrayList<>(epochFiles(folder));
      states.removeIf(file -> !name(file).endsWith(".state"));
      Collections.reverse(states);
      for (Path state : states) {
        Optional<Checkpoint> checkpoint = read(state);
        if (checkpoint.isPresent()) {
          requirePlan(checkpoint.get(), plan, folder);
          return checkpoint;
        }
        notes.accept(
            state
                + " or a model that it needs is damaged, or of another version: going back to the"
                + " checkpoint before it");
      }
      if (!states.isEmpty()) {
        notes.accept("no checkpoint in " + folder + " is whole: training from the beginning");
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new TorchException(
          "cannot read the checkpoints in " + folder + ": " + Reasons.ofReading(e), e);
    }
  }

  private static void requirePlan(Checkpoint checkpoint, String plan, Path folder) {
    if (!checkpoint.plan().equals(plan)) {
      throw new TorchException(
          "the checkpoint in "
              + folder
              + " is of a training with other settings or other data; train with the same"
              + " ones, or without "
              + Setting.RESUME);
    }
  }

  /**
   * The model of the best epoch.
   *
   * @throws TorchException if it is not the one that was written
   */
  static OnnxModel best(Path folder, Best best) {
    OnnxModel model = OnnxModel.read(folder.resolve(model(best.epoch())));
    if (!model.sha256().equals(best.sha256())) {
      throw new TorchException(
          "the network of the best epoch, "
              + folder.resolve(model(best.epoch()))
              + ", is damaged; train again without "
              + Setting.RESUME);
    }
    return model;
  }

  private static Optional<Checkpoint> read(Path state) {
    try {
      long size = Files.size(state);
      if (!isIntact(state, size)) {
        return Optional.empty();
      }
      try (DataInputStream in =
          new DataInputStream(new BufferedInputStream(Inputs.stream(state)))) {
        return readState(in, state, size);
      }
    } catch (IOException | OnnxException | TorchException e) {
      // Damaged: the previous one is used.
      return Optional.empty();
    }
  }

  /** Whether a state ends in its checksum, which is checked before anything is read from it. */
  private static boolean isIntact(Path state, long size) throws IOException {
    CRC32C sum = new CRC32C();
    try (DataInputStream in = new DataInputStream(new BufferedInputStream(Inputs.stream(state)))) {
      byte[] buffer = new byte[BUFFER];
      for (long left = size - CHECKSUM_BYTES; left > 0; ) {
        int count = (int) Math.min(buffer.length, left);
        in.readFully(buffer, 0, count);
        sum.update(buffer, 0, count);
        left -= count;
      }
      return size > CHECKSUM_BYTES && in.readLong() == sum.getValue();
    }
  }

  private static Optional<Checkpoint> readState(DataInputStream in, Path state, long size)
      throws IOException {
    if (in.readInt() != MAGIC || in.readInt() != VERSION) {
      return Optional.empty();
    }
    String plan = in.readUTF();
    String hash = in.readUTF();
    Best best = new Best(in.readInt(), in.readUTF());
    List<EpochResult> epochs = new ArrayList<>();
    for (int count = count(in, size); count > 0; count--) {
      epochs.add(
          new EpochResult(
              in.readInt(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble()));
    }
    List<float[]> optimizerState = new ArrayList<>();
    for (int count = count(in, size); count > 0; count--) {
      float[] values = new float[count(in, size / Float.BYTES)];
      byte[] bytes = new byte[values.length * Float.BYTES];
      in.readFully(bytes);
      ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
      optimizerState.add(values);
    }
    Path folder = state.toAbsolutePath().getParent();
    if (folder == null || best.epoch() < 1 || best.epoch() > epochs.size()) {
      return Optional.empty();
    }
    OnnxModel model = OnnxModel.read(folder.resolve(model(epochs.size())));
    if (!model.sha256().equals(hash)) {
      return Optional.empty();
    }
    best(folder, best);
    return Optional.of(new Checkpoint(plan, model, optimizerState, epochs, best));
  }

  /** A count, which cannot exceed the number of bytes. */
  private static int count(DataInputStream in, long most) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > most) {
      throw new IOException("a count of " + count);
    }
    return count;
  }
}
