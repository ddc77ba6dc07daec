package io.entroscope.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.entroscope.files.Content;
import io.entroscope.files.FileStamps;
import io.entroscope.files.Inputs;
import io.entroscope.files.Reasons;
import io.entroscope.files.WholeFile;
import io.entroscope.onnx.internal.Extents;
import io.entroscope.onnx.internal.inline.Inlining;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.ModelProto;
import io.entroscope.onnx.proto.OperatorSetIdProto;
import io.entroscope.onnx.proto.StringStringEntryProto;
import io.entroscope.setting.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX model: the bytes it was read from and what they say, in one graph (functions and branches
 * that are always taken stand where they are called). Immutable; an edit gives a new model.
 *
 * <p>Appending to a model is appending bytes, since protobuf merges two serialized messages that
 * are concatenated: {@link #append} never rewrites the weights.
 */
public final class OnnxModel {
  private static final String DEFAULT_DOMAIN = "";
  private static final byte[] NONE = {};

  /** Memory outside of Java's heap is by default as much as the heap. */
  private static final int MOST_OF_MEMORY = 4;

  /** So much at once: Java keeps a second buffer as large as what is read in one go. */
  private static final int PIECE = 1 << 20;

  /** What was read or written first, and shared with all that something is appended to. */
  private final byte[] head;

  /** What has been appended since: little. */
  private final byte[] tail;

  private final int size;
  private final ModelProto proto;
  private final boolean inlined;
  private final Graph graph;
  private final @Nullable ModelFiles files;

  /**
   * The head without its large weights, made when it is asked for; null: they stay where they are.
   */
  private final @Nullable Once<DetachedModel> detached;

  private volatile @Nullable String sha256;

  @SuppressWarnings(
      "ReferenceEquality") // Inlining gives the same model back where it does nothing.
  private OnnxModel(
      byte[] head,
      byte[] tail,
      ModelProto proto,
      @Nullable ModelFiles files,
      @Nullable Once<DetachedModel> detached) {
    this.head = head;
    this.tail = tail;
    this.size = Math.addExact(head.length, tail.length);
    this.proto = Inlining.of(proto);
    this.inlined = this.proto != proto;
    this.graph = new Graph(this.proto.getGraph());
    this.files = files;
    this.detached = detached;
  }

  /**
   * Reads the model in a file. Tensors kept beside it (external data) are not read.
   *
   * @throws OnnxException if there is no such file, or it is not a whole ONNX model
   */
  public static OnnxModel read(Path path) {
    FileStamps own = FileStamps.of(List.of(path));
    byte[] bytes;
    try {
      if (Files.isDirectory(path)) {
        throw new OnnxException(path + " is a folder; name the .onnx file in it");
      }
      bytes = bytes(path);
    } catch (NoSuchFileException e) {
      throw new OnnxException("no model at " + path + "; check the path", e);
    } catch (IOException e) {
      throw new OnnxException("cannot read the model " + path + ": " + Reasons.ofReading(e), e);
    } catch (OutOfMemoryError e) {
      throw new OnnxException(
          "the model "
              + path
              + " does not fit into memory; save its weights as external data, or give Java more"
              + " with "
              + Setting.HEAP,
          e);
    }
    return parse(bytes, path, own);
  }

  /** All of a file, in pieces; it may be longer or shorter by now than it said. */
  private static byte[] bytes(Path path) throws IOException {
    try (InputStream in = Inputs.stream(path)) {
      long size = Files.size(path);
      if (size > Integer.MAX_VALUE - 8) {
        throw new OutOfMemoryError("a file of " + size + " bytes");
      }
      byte[] bytes = new byte[(int) size];
      int read = 0;
      for (int more = 0; more >= 0 && read < bytes.length; read += Math.max(more, 0)) {
        more = in.read(bytes, read, Math.min(PIECE, bytes.length - read));
      }
      byte[] rest = in.readAllBytes();
      return read == bytes.length && rest.length == 0
          ? bytes
          : joined(Arrays.copyOf(bytes, read), rest);
    }
  }

  /**
   * The model that these bytes hold.
   *
   * @throws OnnxException if they are not a whole ONNX model
   */
  public static OnnxModel parse(byte[] bytes) {
    return parse(bytes.clone(), null, FileStamps.NONE);
  }

  /** The model that a protobuf message describes. */
  public static OnnxModel of(ModelProto proto) {
    return new OnnxModel(proto.toByteArray(), NONE, proto, null, null);
  }

  private static OnnxModel parse(byte[] bytes, @Nullable Path path, FileStamps own) {
    String what = path == null ? "the model" : path.toString();
    OtherFile.of(bytes).ifPresent(other -> refuse(what, other));
    if (bytes.length == 0) {
      throw new OnnxException(what + " is empty; export the model again");
    }
    ModelProto proto;
    try {
      // The weights in the message are views of these bytes, which nobody changes: no second copy.
      CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
      in.enableAliasing(true);
      in.setSizeLimit(Integer.MAX_VALUE);
      proto = ModelProto.parseFrom(in);
    } catch (InvalidProtocolBufferException e) {
      throw new OnnxException(
          what + " is not an ONNX model, or is cut off; export or copy it again", e);
    } catch (IOException e) {
      throw new OnnxException("cannot read " + what + ": " + Reasons.ofReading(e), e);
    }
    if (proto.getGraph().getNodeCount() == 0) {
      throw new OnnxException(
          what + " holds no ONNX graph with nodes in it; is it a file of another kind?");
    }
    try {
      return parsed(bytes, proto, path, own);
    } catch (StackOverflowError e) {
      throw new OnnxException(
          what + " has too many functions within one another; export it without functions", e);
    }
  }

  private static OnnxModel parsed(
      byte[] bytes, ModelProto proto, @Nullable Path path, FileStamps own) {
    Extents.require(proto, path == null ? "the model" : path.toString());
    ModelFiles files =
        path == null
            ? null
            : new ModelFiles(path, own, FileStamps.of(ExternalData.files(proto, path)));
    Once<DetachedModel> detached =
        DetachedModel.bytesOf(proto) <= Runtime.getRuntime().maxMemory() / MOST_OF_MEMORY
            ? new Once<>(() -> DetachedModel.of(proto, path))
            : null;
    OnnxModel model = new OnnxModel(bytes, NONE, proto, files, detached);
    model.opset();
    return model;
  }

  private static void refuse(String what, OtherFile other) {
    throw new OnnxException(what + " " + other.text());
  }

  /** What the file says, as protobuf, in one graph. */
  public ModelProto proto() {
    return proto;
  }

  /** The graph, with its tensors linked. */
  public Graph graph() {
    return graph;
  }

  /** Where the model was read from; empty if it was made in memory. */
  public Optional<Path> path() {
    return Optional.ofNullable(files).map(ModelFiles::path);
  }

  /** The serialized model. */
  public byte[] bytes() {
    return joined(head, tail);
  }

  /**
   * The serialized model without its large weights, which all models share that something was
   * appended to; empty if it was not read as it is, or they would take too much room beside it.
   */
  public Optional<DetachedModel> detached() {
    return Optional.ofNullable(detached)
        .map(Once::get)
        .map(of -> new DetachedModel(joined(of.bytes(), tail), of.weights()));
  }

  /** The length of the serialized model in bytes. */
  public int size() {
    return size;
  }

  /** The SHA-256 of the serialized model, in lower-case hexadecimal. */
  public String sha256() {
    String known = sha256;
    if (known != null) {
      return known;
    }
    known = sha256(head, tail);
    sha256 = known;
    return known;
  }

  private static String sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * What has become of the file since this model was read from it, such as {@code a.onnx was
   * changed}; empty if it still holds the same bytes. The model itself is what was read.
   */
  public Optional<String> change() {
    if (files == null) {
      return Optional.empty();
    }
    Optional<String> change = files.own().change();
    try {
      boolean same =
          change.isPresent() && sha256(Files.readAllBytes(files.path())).equals(sha256());
      return same ? Optional.empty() : change;
    } catch (IOException e) {
      return change;
    }
  }

  /**
   * Checks that the weights in files beside the model are those that were there when it was read.
   *
   * @throws OnnxException if such a file was changed or removed
   */
  public void requireWeightsUnchanged() {
    if (files != null) {
      files
          .beside()
          .change()
          .ifPresent(
              change -> {
                throw new OnnxException(
                    change
                        + " while the model was in use; start again when nothing writes there any"
                        + " more");
              });
    }
  }

  /**
   * The version of the default operator set; 1 if the model names none.
   *
   * @throws OnnxException if it is no number that a version can have
   */
  public int opset() {
    int version = 1;
    for (OperatorSetIdProto set : proto.getOpsetImportList()) {
      if (set.getDomain().equals(DEFAULT_DOMAIN) || set.getDomain().equals("ai.onnx")) {
        if (set.getVersion() < 0 || set.getVersion() > Integer.MAX_VALUE) {
          throw new OnnxException(
              path().map(Path::toString).orElse("the model")
                  + " names version "
                  + set.getVersion()
                  + " of ONNX's operators, which cannot be; export it again");
        }
        version = (int) set.getVersion();
      }
    }
    return version;
  }

  /** The model's metadata properties, in file order; of a repeated key the last one holds. */
  public Map<String, String> metadata() {
    Map<String, String> map = new LinkedHashMap<>();
    for (StringStringEntryProto entry : proto.getMetadataPropsList()) {
      map.put(entry.getKey(), entry.getValue());
    }
    return Collections.unmodifiableMap(map);
  }

  /** This model with metadata properties added or replaced; itself if that changes nothing. */
  public OnnxModel withMetadata(Map<String, String> properties) {
    Map<String, String> merged = new LinkedHashMap<>(metadata());
    merged.putAll(properties);
    if (merged.equals(metadata())) {
      return this;
    }
    ModelProto.Builder builder = proto.toBuilder().clearMetadataProps();
    merged.forEach(
        (key, value) ->
            builder.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return new OnnxModel(builder.build().toByteArray(), NONE, builder.build(), files, null);
  }

  /**
   * This model with the (partial) message {@code addition} merged into it: repeated fields, such as
   * nodes and outputs, are appended. The bytes of this model are shared, not written anew, unless
   * what it calls had to be put into its graph.
   */
  public OnnxModel append(ModelProto addition) {
    if (inlined) {
      ModelProto merged = proto.toBuilder().mergeFrom(addition).build();
      return new OnnxModel(merged.toByteArray(), NONE, merged, files, null);
    }
    byte[] longer = joined(tail, addition.toByteArray());
    return new OnnxModel(
        head, longer, proto.toBuilder().mergeFrom(addition).build(), files, detached);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, Math.addExact(first.length, second.length));
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  /** This model with another graph; data beside the file stays where it is. */
  public OnnxModel edited(GraphProto graph) {
    ModelProto edited = proto.toBuilder().setGraph(graph).build();
    return new OnnxModel(edited.toByteArray(), NONE, edited, files, null);
  }

  /**
   * Writes the model to a file, whole or not at all.
   *
   * @throws OnnxException if it cannot be written, or has weights in a file beside it that would
   *     not be beside the copy
   */
  public void write(Path target) {
    Content content = contentOf(target);
    try {
      WholeFile.write(target, content);
    } catch (IOException e) {
      throw new OnnxException("cannot write the model to " + target + ": " + e.getMessage(), e);
    }
  }

  /**
   * What a file of the model is to hold, for a set of files.
   *
   * @throws OnnxException if the model has weights in a file beside it that would not be beside the
   *     copy
   */
  public Content contentOf(Path target) {
    if (graph.initializers().values().stream().anyMatch(Tensors::isExternal)) {
      requireSameFolder(target.toAbsolutePath());
    }
    return out -> {
      out.write(head);
      out.write(tail);
    };
  }

  private void requireSameFolder(Path target) {
    Path folder = files == null ? null : files.path().toAbsolutePath().normalize().getParent();
    if (folder == null || !folder.equals(target.normalize().getParent())) {
      throw new OnnxException(
          "the model has weights in a file beside it"
              + (folder == null ? "" : " in " + folder)
              + "; write it into the same folder, not to "
              + target);
    }
  }
}
