/** The page: its frame, its words, its scripts. */
@NullMarked
package io.entroscope.report.internal.page;

import org.jspecify.annotations.NullMarked;
