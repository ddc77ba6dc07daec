package io.entroscope.onnx;

import io.entroscope.onnx.proto.ModelProto;
import io.entroscope.onnx.proto.StringStringEntryProto;
import io.entroscope.onnx.proto.TensorProto;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long position = Long.parseLong(entries.getOrDefault("offset", "0"));
      while (buffer.hasRemaining()) {
        int read = channel.read(buffer, position + buffer.position());
        if (read < 0) {
          throw new EOFException("the file is too short");
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new OnnxException(
          "the weights '"
              + tensor.getName()
              + "' cannot be read from "
              + file
              + " ("
              + e.getMessage()
              + "); keep the files of the export together",
          e);
    }
    return buffer.flip();
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
    Path file = folder.resolve(location).normalize();
    if (location.isEmpty() || !file.startsWith(folder)) {
      throw new OnnxException(
          "the weights '"
              + tensor.getName()
              + "' are said to lie in '"
              + location
              + "', which is not beside the model; export it again");
    }
    return file;
  }
}
