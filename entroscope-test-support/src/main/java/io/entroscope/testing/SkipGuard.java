package io.entroscope.testing;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/**
 * Fails a test that would be skipped for anything but want of a {@link Facility}: an assumption
 * that never holds, or a test that was disabled for a day, is not noticed otherwise. Registered for
 * every module that has this one on its class path.
 */
public final class SkipGuard
    implements ExecutionCondition,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler,
        InvocationInterceptor {
  private static final String CONDITIONS = DisabledOnOs.class.getPackageName();
  private static final String JUNIT_4 = "org.junit.internal.AssumptionViolatedException";
  private static final String INSTEAD =
      "; tests are skipped by Facility.need alone: see CONTRIBUTING.md";

  /**
   * Refuses what would disable a test by an annotation.
   *
   * @throws ExtensionConfigurationException which fails the test
   */
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    context.getElement().ifPresent(SkipGuard::refuse);
    return ConditionEvaluationResult.enabled("not disabled by an annotation");
  }

  private static void refuse(AnnotatedElement element) {
    if (AnnotationSupport.isAnnotated(element, Disabled.class)) {
      throw new ExtensionConfigurationException(element + " is disabled" + INSTEAD);
    }
    for (Annotation annotation : element.getAnnotations()) {
      if (annotation.annotationType().getPackageName().equals(CONDITIONS)) {
        throw new ExtensionConfigurationException(element + " has " + annotation + INSTEAD);
      }
    }
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable thrown)
      throws Throwable {
    throw judged(thrown);
  }

  @Override
  public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable thrown)
      throws Throwable {
    throw judged(thrown);
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable thrown)
      throws Throwable {
    throw judged(thrown);
  }

  @Override
  public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable thrown)
      throws Throwable {
    throw judged(thrown);
  }

  @Override
  public void handleAfterAllMethodExecutionException(ExtensionContext context, Throwable thrown)
      throws Throwable {
    throw judged(thrown);
  }

  @Override
  public void interceptDynamicTest(
      Invocation<Void> invocation, DynamicTestInvocationContext test, ExtensionContext context)
      throws Throwable {
    try {
      invocation.proceed();
    } catch (Throwable e) {
      throw judged(e);
    }
  }

  private static Throwable judged(Throwable thrown) {
    return skips(thrown) && !(thrown instanceof MissingFacility)
        ? new AssertionError("skipped: " + thrown.getMessage() + INSTEAD, thrown)
        : thrown;
  }

  /**
   * Jupiter takes JUnit 4's exception, too, which AssertJ throws where that is on the class path.
   */
  private static boolean skips(Throwable thrown) {
    for (Class<?> type = thrown.getClass(); type != null; type = type.getSuperclass()) {
      if (type == TestAbortedException.class || type.getName().equals(JUNIT_4)) {
        return true;
      }
    }
    return false;
  }
}
