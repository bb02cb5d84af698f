package io.firmament.server.store;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Records to JSON and back. What is unknown is passed over, an absent list, set or map is empty, an
 * absent optional is empty, so that files stay readable when a record gains or loses a component.
 * The values of {@code protocol.value} are plain scalars, also as keys of maps; of a sealed
 * interface the simple name of the record is kept under {@code @type}, which must therefore not
 * change. Thread-safe.
 */
final class RecordCodec {
  private final ObjectMapper json;

  RecordCodec() {
    JsonMapper.Builder builder =
        JsonMapper.builder()
            .annotationIntrospector(new SealedTypes())
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(ScalarValues.module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(
                JsonInclude.Value.construct(
                    JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .visibility(PropertyAccessor.GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE);
    for (Class<?> collection : List.of(List.class, Set.class, Collection.class, Map.class)) {
      builder.withConfigOverride(
          collection, o -> o.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)));
    }
    json = builder.build();
  }

  /**
   * The stored form of a record.
   *
   * @param type what it will be read as
   * @throws IllegalArgumentException when the value is of another type, or of one that cannot be
   *     stored: a mistake of the caller
   */
  byte[] encode(Class<?> type, Object value) {
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "expected a " + type.getName() + ", but got a " + value.getClass().getName());
    }
    try {
      return json.writerFor(type).writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a " + type.getName() + " cannot be stored", e);
    }
  }

  /**
   * Reads a record.
   *
   * @throws IOException when the octets are not the stored form of such a record
   */
  <T> T decode(Class<T> type, byte[] stored) throws IOException {
    return json.readerFor(type).readValue(stored);
  }
}
