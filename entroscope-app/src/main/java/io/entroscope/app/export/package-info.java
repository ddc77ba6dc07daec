/** What an analysis writes beside its result, for other programs. */
@NullMarked
package io.entroscope.app.export;

import org.jspecify.annotations.NullMarked;
