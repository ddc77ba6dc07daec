/** The paper's study and its controls: networks trained, curves read, claims judged. */
@NullMarked
package io.entroscope.torch.reproduce;

import org.jspecify.annotations.NullMarked;
