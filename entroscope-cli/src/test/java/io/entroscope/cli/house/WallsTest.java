package io.entroscope.cli.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Arrays;

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
  static final ArchRule onlyTextKnowsTheTokenizer =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.entroscope.text..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

  @ArchTest
  static final ArchRule onlyParquetAndSparkKnowParquet =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.entroscope.parquet..", "io.entroscope.spark..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.parquet..");

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
  static final ArchRule settingsNeedNothingButTheJdk =
      noClasses()
          .that()
          .resideInAPackage("io.entroscope.setting..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("java..", "io.entroscope.setting..", "org.jspecify..");

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
              "io.entroscope.setting..",
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

  @ArchTest
  static final ArchRule librariesKnowNoExperiments =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.entroscope.study..", "io.entroscope.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.entroscope.study..");

  @ArchTest
  static final ArchRule formatsKnowNothingOfBatching =
      noClasses()
          .that()
          .resideInAnyPackage("io.entroscope.data.format..", "io.entroscope.data.image..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.entroscope.data.batch..");

  @ArchTest
  static final ArchRule imagesKnowNothingOfFormats =
      noClasses()
          .that()
          .resideInAPackage("io.entroscope.data.image..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.entroscope.data.format..");

  @ArchTest
  static final ArchRule estimatesKnowNothingOfRunning =
      noClasses()
          .that()
          .resideInAnyPackage("io.entroscope.core.estimate..", "io.entroscope.core.indicator..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.entroscope.core.run..");

  @ArchTest
  static final ArchRule plansKnowNothingOfRunning =
      noClasses()
          .that()
          .resideInAnyPackage("io.entroscope.core.plan..", "io.entroscope.core.ort..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.entroscope.core.run..",
              "io.entroscope.core.state..",
              "io.entroscope.core.estimate..");

  @ArchTest
  static final ArchRule roomsOfTheCoreDependOneWay =
      SlicesRuleDefinition.slices().matching("io.entroscope.core.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule roomsOfTheDataDependOneWay =
      SlicesRuleDefinition.slices().matching("io.entroscope.data.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule formatsDependOneWay =
      SlicesRuleDefinition.slices()
          .matching("io.entroscope.data.format.(*)..")
          .should()
          .beFreeOfCycles();

  @ArchTest
  static final ArchRule roomsOfOnnxDependOneWay =
      SlicesRuleDefinition.slices().matching("io.entroscope.onnx.(*)..").should().beFreeOfCycles();

  /** What is public only for a neighbour is in a package named internal. */
  @ArchTest
  static final ArchRule internalsStayInTheirModule =
      classes().that().resideInAPackage("..internal..").should(onlyBeUsedInTheirModule());

  private static ArchCondition<JavaClass> onlyBeUsedInTheirModule() {
    return new ArchCondition<>("only be used in their module") {
      @Override
      public void check(JavaClass internal, ConditionEvents events) {
        String module = module(internal);
        for (Dependency use : internal.getDirectDependenciesToSelf()) {
          if (!module(use.getOriginClass()).equals(module)) {
            events.add(SimpleConditionEvent.violated(use, use.getDescription()));
          }
        }
      }
    };
  }

  /** The part of a name that says the module: {@code io.entroscope.data}. */
  private static String module(JavaClass one) {
    String[] parts = one.getPackageName().split("\\.");
    return String.join(".", Arrays.copyOf(parts, 3));
  }

  @ArchTest
  static final ArchRule nothingIsMadeOfMoreThanTenParts =
      constructors()
          .should()
          .haveRawParameterTypes(describe("at most ten", types -> types.size() <= 10));
}
