/** What follows from results without another look at any image: for reports, pages and tables. */
@NullMarked
package io.entroscope.result.derived;

import org.jspecify.annotations.NullMarked;
