/** The page of several results side by side. */
@NullMarked
package io.entroscope.report.internal.comparison;

import org.jspecify.annotations.NullMarked;
