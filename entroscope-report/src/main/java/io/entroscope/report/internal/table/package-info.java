/** A result as tables, for whoever goes on in pandas, R or a spreadsheet. */
@NullMarked
package io.entroscope.report.internal.table;

import org.jspecify.annotations.NullMarked;
