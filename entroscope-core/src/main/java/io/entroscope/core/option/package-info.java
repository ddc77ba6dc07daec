/** What an analysis is asked for: what decides its numbers, and what only decides how it runs. */
@NullMarked
package io.entroscope.core.option;

import org.jspecify.annotations.NullMarked;
