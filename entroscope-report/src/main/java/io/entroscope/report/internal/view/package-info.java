/** What the page draws from: results as compact JSON, with what does not fit left out. */
@NullMarked
package io.entroscope.report.internal.view;

import org.jspecify.annotations.NullMarked;
