package io.entroscope.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** The walls between the modules. */
@AnalyzeClasses(packages = "io.entroscope", importOptions = DoNotIncludeTests.class)
class WallsTest {
  @ArchTest
  static final ArchRule onlyTheExecutorKnowsOnnxRuntime =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.entroscope.core.ort..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.onnxruntime..");

  @ArchTest
  static final ArchRule onlyTorchKnowsLibtorch =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.entroscope.torch..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco..");

  @ArchTest
  static final ArchRule onlySparkKnowsSpark =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.entroscope.spark..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.spark..");

  @ArchTest
  static final ArchRule statisticsNeedNothingButTheJdk =
      noClasses()
          .that()
          .resideInAPackage("io.entroscope.stats..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("java..", "io.entroscope.stats..", "org.jspecify..");

  @ArchTest
  static final ArchRule writingNeedsNothingButTheJdk =
      noClasses()
          .that()
          .resideInAPackage("io.entroscope.files..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("java..", "io.entroscope.files..", "org.jspecify..");

  @ArchTest
  static final ArchRule testsAndIntervalsNeedNoOtherStatistics =
      noClasses()
          .that()
          .resideInAPackage("io.entroscope.stats.inference..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("java..", "io.entroscope.stats.inference..", "org.jspecify..");

  @ArchTest
  static final ArchRule resultsNeedStatisticsAndJsonAlone =
      noClasses()
          .that()
          .resideInAPackage("io.entroscope.result..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "java..",
              "io.entroscope.result..",
              "io.entroscope.stats..",
              "io.entroscope.files..",
              "com.fasterxml.jackson..",
              "com.networknt..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule adviceIsAFunctionOfResultsAlone =
      noClasses()
          .that()
          .resideInAPackage("io.entroscope.advice..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "java..",
              "io.entroscope.advice..",
              "io.entroscope.result..",
              "io.entroscope.stats..",
              "com.fasterxml.jackson..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule aReportIsAFunctionOfTheResultAlone =
      noClasses()
          .that()
          .resideInAPackage("io.entroscope.report..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.entroscope.core..",
              "io.entroscope.onnx..",
              "io.entroscope.data..",
              "io.entroscope.stats..");

  @ArchTest
  static final ArchRule modulesDependOneWay =
      SlicesRuleDefinition.slices().matching("io.entroscope.(*)..").should().beFreeOfCycles();
}
