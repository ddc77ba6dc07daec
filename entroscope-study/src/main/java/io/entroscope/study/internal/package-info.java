/** What several studies write with. */
@NullMarked
package io.entroscope.study.internal;

import org.jspecify.annotations.NullMarked;
