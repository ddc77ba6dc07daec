/** How many layers a task needs: networks of every depth, trained alike. */
@NullMarked
package io.entroscope.study.depth;

import org.jspecify.annotations.NullMarked;
