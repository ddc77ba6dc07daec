/** Figures as pictures in files. */
@NullMarked
package io.entroscope.report.internal.picture;

import org.jspecify.annotations.NullMarked;
