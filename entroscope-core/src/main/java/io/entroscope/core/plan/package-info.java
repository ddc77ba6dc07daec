/** What is asked for, checked against the model and the data: the plan of an analysis. */
@NullMarked
package io.entroscope.core.plan;

import org.jspecify.annotations.NullMarked;
