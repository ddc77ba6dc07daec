/** Parquet files, read without Hadoop. */
@NullMarked
package io.entroscope.parquet;

import org.jspecify.annotations.NullMarked;
