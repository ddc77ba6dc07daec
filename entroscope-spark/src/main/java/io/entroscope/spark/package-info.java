/** The analysis as an Apache Spark job: the same result, for images in object storage or HDFS. */
@NullMarked
package io.entroscope.spark;

import org.jspecify.annotations.NullMarked;
