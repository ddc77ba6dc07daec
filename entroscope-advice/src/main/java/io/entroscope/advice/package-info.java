/** What to do about a curve: advice, and what following it would save. */
@NullMarked
package io.entroscope.advice;

import org.jspecify.annotations.NullMarked;
