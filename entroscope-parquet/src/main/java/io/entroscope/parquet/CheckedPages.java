package io.entroscope.parquet;

import java.util.Optional;
import java.util.PrimitiveIterator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Pages whose dictionaries are not larger than what they hold: the library makes room for as many
 * values as a dictionary claims before it reads them.
 */
final class CheckedPages implements PageReadStore {
  private final PageReadStore pages;

  CheckedPages(PageReadStore pages) {
    this.pages = pages;
  }

  @Override
  public PageReader getPageReader(ColumnDescriptor column) {
    return new Checked(pages.getPageReader(column), column.getPrimitiveType());
  }

  @Override
  public long getRowCount() {
    return pages.getRowCount();
  }

  @Override
  public Optional<Long> getRowIndexOffset() {
    return pages.getRowIndexOffset();
  }

  @Override
  public Optional<PrimitiveIterator.OfLong> getRowIndexes() {
    return pages.getRowIndexes();
  }

  @Override
  public void close() {
    pages.close();
  }

  private record Checked(PageReader pages, PrimitiveType type) implements PageReader {
    @Override
    public DictionaryPage readDictionaryPage() {
      DictionaryPage page = pages.readDictionaryPage();
      if (page != null) {
        long least = (long) page.getDictionarySize() * leastBytes();
        if (page.getDictionarySize() < 0 || least > page.getBytes().size()) {
          throw new ParquetDecodingException(
              "a dictionary claims "
                  + page.getDictionarySize()
                  + " values in "
                  + page.getBytes().size()
                  + " bytes");
        }
      }
      return page;
    }

    /** What a value takes at least: of bytes without a fixed length, the number of them. */
    private int leastBytes() {
      return switch (type.getPrimitiveTypeName()) {
        case INT64, DOUBLE -> Long.BYTES;
        case INT96 -> 12;
        case FIXED_LEN_BYTE_ARRAY -> Math.max(1, type.getTypeLength());
        default -> Integer.BYTES;
      };
    }

    @Override
    public long getTotalValueCount() {
      return pages.getTotalValueCount();
    }

    @Override
    public DataPage readPage() {
      return pages.readPage();
    }
  }
}
