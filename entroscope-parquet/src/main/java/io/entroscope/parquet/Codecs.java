package io.entroscope.parquet;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import io.entroscope.data.DataException;
import io.entroscope.setting.Limit;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Unpacks pages in Java: snappy, gzip, zstd and LZ4, without native libraries. */
final class Codecs implements CompressionCodecFactory {
  private final Path file;

  /** For the pages of a file. */
  Codecs(Path file) {
    this.file = file;
  }

  /** Unpacks a page whose size is known. */
  private interface Unpacker {
    void unpack(byte[] packed, byte[] into) throws IOException;
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return switch (codec) {
      case UNCOMPRESSED ->
          new Pages((packed, into) -> System.arraycopy(packed, 0, into, 0, into.length));
      case GZIP -> new Pages(Codecs::gunzip);
      case SNAPPY -> new Pages(by(new SnappyDecompressor()));
      case ZSTD -> new Pages(by(new ZstdDecompressor()));
      case LZ4_RAW -> new Pages(by(new Lz4Decompressor()));
      default ->
          throw new DataException(
              file
                  + " is compressed with "
                  + codec
                  + ", which is not read; write it with snappy, gzip or zstd");
    };
  }

  private static Unpacker by(Decompressor decompressor) {
    return (packed, into) -> {
      int length = decompressor.decompress(packed, 0, packed.length, into, 0, into.length);
      if (length != into.length) {
        throw new EOFException("a page is shorter than it claims");
      }
    };
  }

  private static void gunzip(byte[] packed, byte[] into) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      if (in.readNBytes(into, 0, into.length) != into.length) {
        throw new EOFException("a page is shorter than it claims");
      }
    }
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    throw new UnsupportedOperationException("only reading was asked for");
  }

  @Override
  public void release() {}

  /** All bytes of a page. */
  static byte[] bytes(BytesInput of) throws IOException {
    ByteBuffer buffer = of.toInputStream().slice((int) of.size());
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** Pages of one codec. */
  private record Pages(Unpacker unpacker) implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput packed, int size) throws IOException {
      byte[] bytes = bytes(packed);
      if (size < 0 || Limit.isExpansionOver(bytes.length, size)) {
        throw new IOException(
            "a page of "
                + bytes.length
                + " bytes claims to unpack to "
                + size
                + "; "
                + Limit.EXPANSION.hint());
      }
      byte[] into = new byte[size];
      unpacker.unpack(bytes, into);
      return BytesInput.from(into);
    }

    @Override
    public void decompress(ByteBuffer packed, int packedSize, ByteBuffer into, int size)
        throws IOException {
      byte[] bytes = new byte[packedSize];
      packed.get(bytes);
      into.put(bytes(decompress(BytesInput.from(bytes), size)));
    }

    @Override
    public void release() {}
  }
}
