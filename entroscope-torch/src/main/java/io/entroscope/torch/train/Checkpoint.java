package io.entroscope.torch.train;

import io.entroscope.files.FileSet;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.torch.TorchException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that a training needs to go on after an epoch as if it had never stopped: the model, what the
 * optimizer remembers, and what the epochs came to. Random numbers need nothing: they follow from
 * seed, epoch and step.
 *
 * <p>In its folder an epoch has two files, {@code epoch-N.onnx} and, written after it, {@code
 * epoch-N.state}, which names the model's hash: a kill at any moment leaves the last whole pair in
 * place. {@code best.onnx} is the model of the best epoch.
 *
 * @param plan a hash of everything that decides the training's numbers
 * @param model the network after the epoch
 * @param memory what the optimizer remembers
 * @param epochs what every epoch so far came to
 * @param bestEpoch the best of them
 */
record Checkpoint(
    String plan, OnnxModel model, List<float[]> memory, List<EpochResult> epochs, int bestEpoch) {
  private static final int MAGIC = 0x656E7453;
  private static final int VERSION = 1;
  private static final String BEST = "best.onnx";

  /** Writes the checkpoint and then removes older ones. */
  void write(Path folder) {
    String name = name(epochs.size());
    try {
      try (FileSet files = FileSet.in(folder)) {
        add(files, folder, name + ".onnx");
        files.add(name + ".state", this::writeState);
        if (bestEpoch == epochs.size()) {
          add(files, folder, BEST);
        }
        files.commit();
      }
      for (Path old : states(folder)) {
        if (!old.equals(folder.resolve(name + ".state"))) {
          Files.deleteIfExists(old);
          Files.deleteIfExists(model(old));
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
              + "; make room there and go on with --resume",
          e);
    }
  }

  private void add(FileSet files, Path folder, String name) throws IOException {
    files.add(name, model.contentOf(folder.resolve(name)));
  }

  private static String name(int epoch) {
    return String.format(Locale.ROOT, "epoch-%04d", epoch);
  }

  private static Path model(Path state) {
    String name = state.getFileName().toString();
    return state.resolveSibling(name.substring(0, name.length() - ".state".length()) + ".onnx");
  }

  private static List<Path> states(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("epoch-\\d+\\.state"))
          .sorted()
          .toList();
    }
  }

  private void writeState(OutputStream stream) throws IOException {
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(stream));
    out.writeInt(MAGIC);
    out.writeInt(VERSION);
    out.writeUTF(plan);
    out.writeUTF(model.sha256());
    out.writeInt(bestEpoch);
    out.writeInt(epochs.size());
    for (EpochResult epoch : epochs) {
      out.writeInt(epoch.epoch());
      out.writeDouble(epoch.loss());
      out.writeDouble(epoch.accuracy());
      out.writeDouble(epoch.validationLoss());
      out.writeDouble(epoch.validationAccuracy());
    }
    out.writeInt(memory.size());
    for (float[] values : memory) {
      out.writeInt(values.length);
      ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
      bytes.asFloatBuffer().put(values);
      out.write(bytes.array());
    }
    out.writeInt(MAGIC);
    out.flush();
  }

  /**
   * The last whole checkpoint in a folder; empty if there is none.
   *
   * @param plan that it must be of
   * @throws TorchException if it is of a training with other settings, or cannot be read
   */
  static Optional<Checkpoint> last(Path folder, String plan) {
    try {
      List<Path> states = states(folder);
      for (int i = states.size() - 1; i >= 0; i--) {
        Optional<Checkpoint> checkpoint = read(states.get(i));
        if (checkpoint.isPresent()) {
          if (!checkpoint.get().plan().equals(plan)) {
            throw new TorchException(
                "the checkpoint in "
                    + folder
                    + " is of a training with other settings or other data; train with the same"
                    + " ones, or without --resume");
          }
          return checkpoint;
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new TorchException(
          "cannot read the checkpoints in " + folder + ": " + e.getMessage(), e);
    }
  }

  /** The model of the best epoch. */
  static OnnxModel best(Path folder) {
    return OnnxModel.read(folder.resolve(BEST));
  }

  private static Optional<Checkpoint> read(Path state) {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(state)))) {
      if (in.readInt() != MAGIC || in.readInt() != VERSION) {
        return Optional.empty();
      }
      String plan = in.readUTF();
      String hash = in.readUTF();
      int best = in.readInt();
      List<EpochResult> epochs = new ArrayList<>();
      for (int count = in.readInt(); count > 0; count--) {
        epochs.add(
            new EpochResult(
                in.readInt(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble()));
      }
      List<float[]> memory = new ArrayList<>();
      for (int count = in.readInt(); count > 0; count--) {
        float[] values = new float[in.readInt()];
        byte[] bytes = in.readNBytes(values.length * Float.BYTES);
        ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
        memory.add(values);
      }
      OnnxModel model = OnnxModel.read(model(state));
      return in.readInt() == MAGIC && model.sha256().equals(hash)
          ? Optional.of(new Checkpoint(plan, model, memory, epochs, best))
          : Optional.empty();
    } catch (IOException | OnnxException | BufferUnderflowException e) {
      // Not whole: the one before it counts.
      return Optional.empty();
    }
  }
}
