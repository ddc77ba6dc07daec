/** Taking blocks out of a network: chosen and repaired on calibration examples, then measured. */
@NullMarked
package io.entroscope.core.prune.block;

import org.jspecify.annotations.NullMarked;
