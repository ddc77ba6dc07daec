/** The page of what is lost without each block. */
@NullMarked
package io.entroscope.report.ablation;

import org.jspecify.annotations.NullMarked;
