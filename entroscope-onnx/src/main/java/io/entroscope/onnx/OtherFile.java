package io.entroscope.onnx;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Files that are taken for models and are none, by how they begin. */
enum OtherFile {
  GIT_LFS(
      "is a Git LFS pointer, not the model itself; fetch it with 'git lfs pull', or download the"
          + " file",
      "version https://git-lfs"),
  WEB_PAGE("is a web page, not an ONNX model; download the file itself", "<!doctype html", "<html"),
  ZIP(
      "is a zip archive, as PyTorch's .pt files are, not an ONNX model; export it with"
          + " torch.onnx.export, or unpack it",
      "PK\u0003\u0004"),
  HDF5(
      "is an HDF5 file, as Keras saves it, not an ONNX model; convert it with tf2onnx",
      "\u0089hdf"),
  GZIP("is compressed with gzip; unpack it", "\u001f\u008b");

  private static final int LONGEST = 32;

  private final String text;

  @SuppressWarnings("ImmutableEnumChecker") // Nobody else has the array.
  private final String[] starts;

  OtherFile(String text, String... starts) {
    this.text = text;
    this.starts = starts;
  }

  /** What a file is that begins so; empty if it is none of these. */
  static Optional<OtherFile> of(byte[] bytes) {
    int length = Math.min(LONGEST, bytes.length);
    String start =
        new String(bytes, 0, length, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    String text = start.stripLeading();
    return Arrays.stream(values())
        .filter(kind -> kind.begins(start) || kind.begins(text))
        .findFirst();
  }

  private boolean begins(String start) {
    return Arrays.stream(starts).anyMatch(of -> start.startsWith(of.toLowerCase(Locale.ROOT)));
  }

  /** What it is and what to do, to stand behind the file's name. */
  String text() {
    return text;
  }
}
