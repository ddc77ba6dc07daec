/** The blocks and layers of a model that may be removed, with their shapes and costs. */
@NullMarked
package io.entroscope.core.block;

import org.jspecify.annotations.NullMarked;
