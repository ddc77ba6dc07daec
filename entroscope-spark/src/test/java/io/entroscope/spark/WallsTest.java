package io.entroscope.spark;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** The walls around Spark, seen from the one module that has it. */
@AnalyzeClasses(packages = "io.entroscope", importOptions = DoNotIncludeTests.class)
class WallsTest {
  /** Wider than {@link #nothingHereIsMadeOfMoreThanTenParts} allows. */
  private static final Set<String> STILL_WIDER = Set.of("OptionsForm");

  private static final String[] SPARK = {"org.apache.spark..", "org.apache.hadoop..", "scala.."};

  @ArchTest
  static final ArchRule onlyThisModuleKnowsSpark =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.entroscope.spark..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SPARK);

  @ArchTest
  static final ArchRule thisModuleKnowsNeitherOnnxRuntimeNorLibtorch =
      noClasses()
          .that()
          .resideInAPackage("io.entroscope.spark..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.onnxruntime..", "org.bytedeco..", "io.entroscope.torch..");

  @ArchTest
  static final ArchRule pathsKnowHadoopAndNoSpark =
      noClasses()
          .that()
          .resideInAPackage("io.entroscope.spark.hadoop..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.spark..");

  @ArchTest
  static final ArchRule sparkIsThere =
      classes()
          .that()
          .haveSimpleName("SparkRunner")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.spark..");

  @ArchTest
  static final ArchRule nothingHereIsMadeOfMoreThanTenParts =
      constructors()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage("io.entroscope.spark..")
          .and()
          .areDeclaredInClassesThat(
              describe("are not excepted", type -> !STILL_WIDER.contains(type.getSimpleName())))
          .should()
          .haveRawParameterTypes(describe("at most ten", types -> types.size() <= 10));
}
