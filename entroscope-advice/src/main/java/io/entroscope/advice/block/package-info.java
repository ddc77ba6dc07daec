/** Which residual blocks could go: by what was measured, and by what foretold it elsewhere. */
@NullMarked
package io.entroscope.advice.block;

import org.jspecify.annotations.NullMarked;
