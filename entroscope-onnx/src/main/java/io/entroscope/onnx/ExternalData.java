package io.entroscope.onnx;

import io.entroscope.files.Inputs;
import io.entroscope.files.Reasons;
import io.entroscope.onnx.proto.ModelProto;
import io.entroscope.onnx.proto.StringStringEntryProto;
import io.entroscope.onnx.proto.TensorProto;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tensor values kept in a file beside the model, as ONNX allows for large weights. */
final class ExternalData {
  private ExternalData() {}

  /** The {@code length} bytes of a tensor, from the start of a new buffer. */
  static ByteBuffer read(TensorProto tensor, long length, @Nullable OnnxModel model) {
    if (length > Integer.MAX_VALUE - 8) {
      throw new OnnxException(
          "tensor '" + tensor.getName() + "' has " + length + " bytes, too many to read at once");
    }
    Path path = model == null ? null : model.path().orElse(null);
    return read(tensor, ByteBuffer.allocate((int) length), path);
  }

  /**
   * As many bytes of a tensor as a buffer has room for.
   *
   * @param path of the model
   */
  static ByteBuffer read(TensorProto tensor, ByteBuffer buffer, @Nullable Path path) {
    Map<String, String> entries = entries(tensor);
    Path file = resolve(tensor, entries.getOrDefault("location", ""), path);
    try (FileChannel channel = Inputs.channel(file)) {
      long position = position(entries.getOrDefault("offset", "0"));
      while (buffer.hasRemaining()) {
        int read = channel.read(buffer, position + buffer.position());
        if (read < 0) {
          throw new EOFException("the file is too short");
        }
      }
    } catch (IOException e) {
      throw new OnnxException(
          "the weights '"
              + tensor.getName()
              + "' cannot be read from "
              + file
              + " ("
              + Reasons.ofReading(e)
              + "); keep the files of the export together",
          e);
    }
    return buffer.flip();
  }

  private static long position(String offset) throws IOException {
    try {
      long position = Long.parseLong(offset);
      if (position >= 0) {
        return position;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IOException("the model gives '" + offset + "' as the place to read from");
  }

  /** Whether a tensor is said to have so many bytes, or nothing is said of it. */
  static boolean isSaidToHave(TensorProto tensor, long bytes) {
    String length = entries(tensor).get("length");
    return length == null || length.equals(Long.toString(bytes));
  }

  private static Map<String, String> entries(TensorProto tensor) {
    Map<String, String> entries = new HashMap<>();
    for (StringStringEntryProto entry : tensor.getExternalDataList()) {
      entries.put(entry.getKey(), entry.getValue());
    }
    return entries;
  }

  /** The files beside a model that hold weights of its graph, wherever they are said to be. */
  static List<Path> files(ModelProto model, Path path) {
    List<Path> files = new ArrayList<>();
    for (TensorProto tensor : model.getGraph().getInitializerList()) {
      if (Tensors.isExternal(tensor)) {
        try {
          files.add(path.resolveSibling(entries(tensor).getOrDefault("location", "")));
        } catch (InvalidPathException e) {
          // Whoever reads the weights says what is wrong.
        }
      }
    }
    return files.stream().distinct().toList();
  }

  private static Path resolve(TensorProto tensor, String location, @Nullable Path path) {
    if (path == null) {
      throw new OnnxException(
          "the weights '"
              + tensor.getName()
              + "' lie in the file '"
              + location
              + "' beside the model, and the model was not read from a file");
    }
    Path folder = path.toAbsolutePath().normalize().getParent();
    if (folder == null) {
      throw new OnnxException("the model " + path + " lies in no folder");
    }
    Optional<Path> file = within(folder, location);
    if (file.isEmpty()) {
      throw new OnnxException(
          "the weights '"
              + tensor.getName()
              + "' are said to lie in '"
              + location
              + "', which is not beside the model; export it again");
    }
    return file.get();
  }

  /** The file of this name in a folder or below it; empty if it is elsewhere, or no name. */
  private static Optional<Path> within(Path folder, String location) {
    try {
      Path file = folder.resolve(location).normalize();
      return location.isEmpty() || !file.startsWith(folder) ? Optional.empty() : Optional.of(file);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
