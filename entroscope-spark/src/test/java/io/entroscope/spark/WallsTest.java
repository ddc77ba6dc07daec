package io.entroscope.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls around Spark, seen from the one module that has it. */
@AnalyzeClasses(packages = "io.entroscope", importOptions = DoNotIncludeTests.class)
class WallsTest {
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
}
