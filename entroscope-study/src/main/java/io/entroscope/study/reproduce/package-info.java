/** The paper's study and its controls: networks trained, curves read, claims judged. */
@NullMarked
package io.entroscope.study.reproduce;

import org.jspecify.annotations.NullMarked;
