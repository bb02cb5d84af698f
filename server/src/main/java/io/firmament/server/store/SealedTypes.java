package io.firmament.server.store;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.ArrayList;
import java.util.List;

/** Tells which of its records a sealed interface holds, by a property {@code @type}. */
final class SealedTypes extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;
  private static final JsonTypeInfo.Value BY_NAME =
      JsonTypeInfo.Value.construct(
          JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "@type", null, false, null, null);

  @Override
  public JsonTypeInfo.Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
    return annotated instanceof AnnotatedClass && isOpenChoice(annotated.getRawType())
        ? BY_NAME
        : super.findPolymorphicTypeInfo(config, annotated);
  }

  @Override
  public List<NamedType> findSubtypes(Annotated annotated) {
    Class<?> type = annotated.getRawType();
    if (!isOpenChoice(type)) {
      return super.findSubtypes(annotated);
    }
    List<NamedType> named = new ArrayList<>();
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      named.add(new NamedType(permitted, permitted.getSimpleName()));
    }
    return named;
  }

  /** An enum whose constants have bodies is sealed too, and stays a plain name. */
  private static boolean isOpenChoice(Class<?> type) {
    return type.isInterface() && type.isSealed();
  }
}
