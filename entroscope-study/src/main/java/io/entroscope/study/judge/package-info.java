/** Advice judged by the measured effect of removing layers from trained networks. */
@NullMarked
package io.entroscope.study.judge;

import org.jspecify.annotations.NullMarked;
