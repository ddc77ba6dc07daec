/** What the command line and the Spark job share: options, writing results, text for terminals. */
@NullMarked
package io.entroscope.app;

import org.jspecify.annotations.NullMarked;
