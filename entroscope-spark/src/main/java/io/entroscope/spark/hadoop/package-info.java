/** Hadoop's file systems as Java's, so that the same code reads datasets from them as from disk. */
@NullMarked
package io.entroscope.spark.hadoop;

import org.jspecify.annotations.NullMarked;
