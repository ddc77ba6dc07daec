/** Values at the nodes of a model's graph, for programs that draw it. */
@NullMarked
package io.entroscope.report.internal.graph;

import org.jspecify.annotations.NullMarked;
