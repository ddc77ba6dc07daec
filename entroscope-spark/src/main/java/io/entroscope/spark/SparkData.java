package io.entroscope.spark;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Format;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.spark.hadoop.HadoopPaths;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** Opens images wherever Spark can read them. */
public final class SparkData {
  private SparkData() {}

  /**
   * What a URI or a path name means to Spark: a path of Java's own on this machine's disks, one
   * that can only be read elsewhere ({@code s3a:}, {@code hdfs:} and so on).
   *
   * @throws DataException if no file system is known for it, or it cannot be reached
   */
  public static Path path(SparkSession session, String uri) {
    return HadoopPaths.of(uri, session.sparkContext().hadoopConfiguration());
  }

  /**
   * Opens the images that a specification means: IDX, CIFAR binaries, image folders, or Parquet
   * tables with the columns {@code image} and {@code label}.
   *
   * @param spec with a path that {@link #path} gave
   * @throws DataException if there are none, or they are not as they must be
   */
  public static ImageDataSet open(SparkSession session, DataSpec spec) {
    return open(session, spec, TableColumns.USUAL);
  }

  /**
   * Opens images, from Parquet with columns of other names.
   *
   * @throws DataException if there are none, or they are not as they must be
   */
  public static ImageDataSet open(SparkSession session, DataSpec spec, TableColumns columns) {
    if (DataSets.format(spec) == Format.PARQUET) {
      return ParquetTable.open(session, spec, columns);
    }
    ImageDataSet data = DataSets.openUnlabelledImages(spec);
    if (data.format() == Format.ZIP || data.format() == Format.TAR) {
      data.close();
      throw new DataException(
          spec.path()
              + " is an archive, which machines cannot share; unpack it and name the folder");
    }
    return data;
  }
}
