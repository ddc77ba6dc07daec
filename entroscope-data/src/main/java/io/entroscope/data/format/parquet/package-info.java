/** Parquet tables of images, texts or numbers. */
@NullMarked
package io.entroscope.data.format.parquet;

import org.jspecify.annotations.NullMarked;
