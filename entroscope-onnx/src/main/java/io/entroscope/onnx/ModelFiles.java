package io.entroscope.onnx;

import io.entroscope.files.FileStamps;
import java.nio.file.Path;

/**
 * Where a model was read from.
 *
 * @param path of the model
 * @param own that file as it was before it was read
 * @param beside the files of weights beside it as they were then
 */
record ModelFiles(Path path, FileStamps own, FileStamps beside) {}
