/**
 * From a result to what people look at: the page, the figures, the tables. All are functions of the
 * result alone and give the same bytes every time.
 */
@NullMarked
package io.entroscope.report;

import org.jspecify.annotations.NullMarked;
