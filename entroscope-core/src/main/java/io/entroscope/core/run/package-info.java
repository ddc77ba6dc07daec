/** Running a plan: pieces of batches through the model, counted and added up. */
@NullMarked
package io.entroscope.core.run;

import org.jspecify.annotations.NullMarked;
