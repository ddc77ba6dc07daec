package io.entroscope.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a file. */
class ReportTest {
  @TempDir Path folder;

  @Test
  void samePageEveryTime() throws Exception {
    Path first = folder.resolve("a/report.html");
    Path second = folder.resolve("b.html");
    Report.write(MadeUp.mnist(), first);
    Report.write(MadeUp.mnist(), second);
    assertThat(first).hasSameBinaryContentAs(second);
    assertThat(first.getParent()).isDirectoryNotContaining(file -> !file.equals(first));
  }
}
