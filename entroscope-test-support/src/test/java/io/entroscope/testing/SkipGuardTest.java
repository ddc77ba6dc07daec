package io.entroscope.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs small test classes, as a build would, and looks at how they end. */
class SkipGuardTest {
  /** With a setting of its own, whatever the build requires. */
  private static TestExecutionSummary run(String required, Class<?> type) {
    String before = System.getProperty(Facility.REQUIRED, "");
    System.setProperty(Facility.REQUIRED, required);
    try {
      SummaryGeneratingListener summary = new SummaryGeneratingListener();
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request().selectors(selectClass(type)).build(),
              new TestExecutionListener[] {summary});
      return summary.getSummary();
    } finally {
      System.setProperty(Facility.REQUIRED, before);
    }
  }

  private static List<String> failures(TestExecutionSummary summary) {
    return summary.getFailures().stream().map(f -> rootMessage(f.getException())).toList();
  }

  private static String rootMessage(Throwable thrown) {
    return thrown.getCause() == null || thrown instanceof AssertionError
        ? String.valueOf(thrown.getMessage())
        : rootMessage(thrown.getCause());
  }

  static class WithoutGpu {
    @Test
    void needs() {
      Facility.CUDA.need(false, "there is none here");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void needsEachTime(int value) {
      Facility.CUDA.need(value < 0, "there is none here");
    }
  }

  @Test
  void wantOfAFacilitySkips() {
    TestExecutionSummary summary = run("", WithoutGpu.class);
    assertThat(summary.getTestsAbortedCount()).isEqualTo(3);
    assertThat(summary.getFailures()).isEmpty();
  }

  @Test
  void wantOfARequiredFacilityFails() {
    TestExecutionSummary summary = run("shared,cuda", WithoutGpu.class);
    assertThat(summary.getTestsAbortedCount()).isZero();
    assertThat(failures(summary))
        .hasSize(3)
        .containsOnly("cuda is missing, though -Dentroscope.require names it: there is none here");
  }

  @Test
  void aMisspeltFacilityFails() {
    assertThat(failures(run("chrome", WithoutGpu.class)))
        .hasSize(3)
        .allMatch(message -> message.startsWith("-Dentroscope.require=chrome names none of ["));
  }

  static class Assumes {
    @Test
    void jupiter() {
      org.junit.jupiter.api.Assumptions.assumeTrue(false, "a rainy day");
    }

    @Test
    void assertj() {
      Assumptions.assumeThat(1).as("a rainy day").isEqualTo(2);
    }

    @TestFactory
    Stream<DynamicTest> dynamic() {
      return Stream.of(
          DynamicTest.dynamicTest("one", () -> org.junit.jupiter.api.Assumptions.abort("rain")));
    }
  }

  static class AssumesBeforeEach {
    @BeforeEach
    void rain() {
      org.junit.jupiter.api.Assumptions.abort("rain");
    }

    @Test
    void test() {}
  }

  static class AssumesBeforeAll {
    @BeforeAll
    static void rain() {
      org.junit.jupiter.api.Assumptions.abort("rain");
    }

    @Test
    void test() {}
  }

  @Test
  void anyOtherAssumptionFails() {
    for (Class<?> type :
        Arrays.asList(Assumes.class, AssumesBeforeEach.class, AssumesBeforeAll.class)) {
      TestExecutionSummary summary = run("", type);
      assertThat(summary.getTestsAbortedCount()).as(type.getSimpleName()).isZero();
      assertThat(failures(summary))
          .as(type.getSimpleName())
          .hasSize(type == Assumes.class ? 3 : 1)
          .allMatch(message -> message.startsWith("skipped: "));
    }
  }

  static class SwitchedOff {
    @Disabled("for today")
    @Test
    void disabled() {}

    @DisabledOnOs(OS.LINUX)
    @Test
    void elsewhere() {}
  }

  @Test
  void annotationsThatDisableFail() {
    TestExecutionSummary summary = run("", SwitchedOff.class);
    assertThat(summary.getTestsSkippedCount()).isZero();
    assertThat(failures(summary))
        .hasSize(2)
        .allMatch(
            message ->
                message.endsWith(
                    "; tests are skipped by Facility.need alone: see CONTRIBUTING.md"));
  }

  /** It is found by being on the class path, so a module that forgets it would skip unnoticed. */
  @Test
  void everyModuleWithTestsHasIt() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of(".."))) {
      List<Path> modules =
          folders.filter(folder -> Files.isDirectory(folder.resolve("src/test/java"))).toList();
      assertThat(modules).hasSizeGreaterThan(15);
      for (Path module : modules) {
        assertThat(module.resolve("pom.xml"))
            .content()
            .contains("<artifactId>entroscope-test-support</artifactId>");
      }
    }
  }
}
