/** The experiments of the study: planned, run, and recorded in files. */
@NullMarked
package io.entroscope.study.reproduce.experiment;

import org.jspecify.annotations.NullMarked;
