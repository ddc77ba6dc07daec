/** The study as a whole: its JSON, its Markdown page, tables and figures. */
@NullMarked
package io.entroscope.study.reproduce.page;

import org.jspecify.annotations.NullMarked;
