package io.entroscope.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.entroscope.testing.FuzzLog.Reached;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run goes on where the last one with its reader and seed ended, and no other. */
class FuzzLogTest {
  private static final String PROPERTY = "entroscope.fuzz.log";

  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = folder.resolve("reached.tsv");
    System.setProperty(PROPERTY, file.toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty(PROPERTY);
  }

  @Test
  void goesOnWhereTheLastRunOfItsReaderAndSeedEnded() throws IOException {
    FuzzLog first = FuzzLog.of("npy", 7);
    assertEquals(Reached.NOTHING, first.before());
    first.note(first.before().and(100, 90, 1.5));
    FuzzLog second = FuzzLog.of("npy", 7);
    assertEquals(new Reached(100, 90, 1.5), second.before());
    second.note(second.before().and(20, 8, 0.5));
    assertEquals(new Reached(120, 98, 2), FuzzLog.of("npy", 7).before());
    assertEquals(Reached.NOTHING, FuzzLog.of("npy", 8).before());
    assertEquals(Reached.NOTHING, FuzzLog.of("npylabels", 7).before());
  }

  @Test
  void keepsNothingUnlessAFileIsNamed() throws IOException {
    System.clearProperty(PROPERTY);
    FuzzLog.of("npy", 7).note(new Reached(1, 1, 1));
    assertEquals(Reached.NOTHING, FuzzLog.of("npy", 7).before());
    assertFalse(Files.exists(file));
  }
}
