/** The blocks of a model as candidates for being taken out, with their shapes and costs. */
@NullMarked
package io.entroscope.core.block;

import org.jspecify.annotations.NullMarked;
