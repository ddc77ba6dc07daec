package io.entroscope.result.json;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.util.NameTransformer;
import org.jspecify.annotations.Nullable;

/**
 * Lets records be nested in Java and flat in JSON: the fields of a component that is marked as
 * {@link JsonUnwrapped} stand beside those of its record, in camel case behind the mark's prefix,
 * the field {@code value} under the prefix alone. What is not {@code @Nullable} must be there.
 */
public final class RecordParts extends SimpleModule {
  private static final long serialVersionUID = 1L;

  @Override
  public void setupModule(SetupContext context) {
    super.setupModule(context);
    context.insertAnnotationIntrospector(new Names());
    context.addBeanDeserializerModifier(new Reading());
  }

  private static final class Names extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable NameTransformer findUnwrappingNameTransformer(AnnotatedMember member) {
      JsonUnwrapped part = member.getAnnotation(JsonUnwrapped.class);
      return part == null ? null : UnwrappedNames.of(part);
    }
  }

  private static final class Reading extends BeanDeserializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonDeserializer<?> modifyDeserializer(
        DeserializationConfig config, BeanDescription of, JsonDeserializer<?> otherwise) {
      return RecordWithParts.is(of.getBeanClass())
          ? new RecordWithParts(of.getBeanClass())
          : otherwise;
    }
  }
}
