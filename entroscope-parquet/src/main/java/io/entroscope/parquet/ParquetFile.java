package io.entroscope.parquet;

import io.entroscope.data.DataException;
import io.entroscope.data.column.ColumnFile;
import io.entroscope.data.column.Leaf;
import io.entroscope.data.column.Rows;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;

/** A Parquet file. What it claims of itself is checked before the library believes it. */
final class ParquetFile implements ColumnFile {
  /** The bytes before the first and behind the last column: PAR1, and the footer's length. */
  private static final int FRAME = 4;

  private final Path file;
  private final ParquetFileReader footer;
  private final List<Leaf> leaves;

  private ParquetFile(Path file, ParquetFileReader footer) {
    this.file = file;
    this.footer = footer;
    this.leaves = Leaves.of(footer.getFileMetaData().getSchema());
  }

  static ParquetFile open(Path file) {
    return damaged(
        file,
        () -> {
          Footer.check(file);
          ParquetFileReader reader = reader(file);
          try {
            requirePlausible(file, reader);
            return new ParquetFile(file, reader);
          } catch (RuntimeException | IOException e) {
            reader.close();
            throw e;
          }
        });
  }

  static ParquetFileReader reader(Path file) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new Codecs(file))
            .usePageChecksumVerification(true)
            .build();
    return ParquetFileReader.open(new LocalInputFile(file), options);
  }

  /** What may go wrong with a file. */
  interface Step<T> {
    T run() throws IOException;
  }

  /** Whatever the library throws at a damaged file, as one line. */
  static <T> T damaged(Path file, Step<T> step) {
    try {
      return step.run();
    } catch (DataException e) {
      throw e;
    } catch (EOFException e) {
      throw new DataException(file + " is cut off; download or copy it again", e);
    } catch (NoSuchFileException e) {
      throw new DataException("no file at " + file + "; check the path", e);
    } catch (IOException | RuntimeException e) {
      throw new DataException(
          file + " is no whole Parquet file (" + reason(e) + "); download or copy it again", e);
    }
  }

  private static String reason(Exception e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return message.length() > 200 ? message.substring(0, 200) + "..." : message;
  }

  private static void requirePlausible(Path file, ParquetFileReader reader) throws IOException {
    long size = Files.size(file);
    for (BlockMetaData group : reader.getRowGroups()) {
      if (group.getRowCount() < 0) {
        throw new IOException("it claims fewer than no rows");
      }
      for (ColumnChunkMetaData chunk : group.getColumns()) {
        long start = chunk.getStartingPos();
        long length = chunk.getTotalSize();
        if (start < FRAME || length < 0 || start > size - length) {
          throw new IOException(
              "the column " + chunk.getPath().toDotString() + " is not where it claims to be");
        }
        if (chunk.getValueCount() < group.getRowCount()) {
          throw new IOException(
              "the column " + chunk.getPath().toDotString() + " has fewer values than rows");
        }
      }
    }
  }

  Path path() {
    return file;
  }

  @Override
  public long rows() {
    return footer.getRecordCount();
  }

  @Override
  public List<Leaf> leaves() {
    return leaves;
  }

  @Override
  public Optional<String> metadata(String key) {
    return Optional.ofNullable(footer.getFileMetaData().getKeyValueMetaData().get(key));
  }

  @Override
  public Rows read(List<Leaf> wanted, long from) {
    return damaged(file, () -> new ParquetRows(this, reader(file), wanted, from));
  }

  @Override
  public void close() {
    try {
      footer.close();
    } catch (IOException e) {
      throw new DataException("cannot close " + file + ": " + e.getMessage(), e);
    }
  }
}
