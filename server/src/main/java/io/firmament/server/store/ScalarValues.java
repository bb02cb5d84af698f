package io.firmament.server.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleKind;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import java.io.IOException;
import java.util.function.Function;

/** The values of the protocol as text or number, so that records stay short and readable. */
final class ScalarValues {
  private ScalarValues() {}

  static Module module() {
    SimpleModule module = new SimpleModule("firmament-values");
    text(module, DeviceId.class, DeviceId::hex, DeviceId::new);
    text(module, Digest.class, Digest::hex, Digest::new);
    text(module, ModuleName.class, ScalarValues::spell, ScalarValues::moduleName);
    number(module, FirmwareVersion.class, v -> v.number(), n -> new FirmwareVersion((int) n));
    number(module, PlatformId.class, p -> p.number(), n -> new PlatformId((int) n));
    number(module, ProductId.class, ProductId::number, ProductId::new);
    return module;
  }

  /** Such as {@code APPLICATION:0} or {@code ASSET:0:logo.png}. */
  private static String spell(ModuleName name) {
    String numbered = name.kind().name() + ":" + name.index();
    return name.name().isEmpty() ? numbered : numbered + ":" + name.name();
  }

  private static ModuleName moduleName(String text) {
    String[] parts = text.split(":", 3);
    if (parts.length < 2) {
      throw new IllegalArgumentException("a module's name has a kind and an index: '" + text + "'");
    }
    String name = parts.length == 3 ? parts[2] : "";
    return new ModuleName(ModuleKind.valueOf(parts[0]), Integer.parseInt(parts[1]), name);
  }

  private interface OfNumber<T> {
    T make(long number);
  }

  private interface ToNumber<T> {
    long number(T value);
  }

  private interface Reading<T> {
    T read(JsonParser parser) throws IOException;
  }

  private interface Writing<T> {
    void write(T value, JsonGenerator out) throws IOException;
  }

  private static <T> void text(
      SimpleModule module, Class<T> type, Function<T, String> spell, Function<String, T> parse) {
    scalar(
        module,
        type,
        (value, out) -> out.writeString(spell.apply(value)),
        parser -> parse.apply(parser.getText()));
    keys(module, type, spell, parse);
  }

  private static <T> void number(
      SimpleModule module, Class<T> type, ToNumber<T> number, OfNumber<T> make) {
    scalar(
        module,
        type,
        (value, out) -> out.writeNumber(number.number(value)),
        parser -> make.make(parser.getLongValue()));
    keys(
        module,
        type,
        value -> Long.toString(number.number(value)),
        key -> make.make(Long.parseLong(key)));
  }

  private static <T> void scalar(
      SimpleModule module, Class<T> type, Writing<T> writing, Reading<T> reading) {
    module.addSerializer(type, serializer(type, writing));
    module.addDeserializer(
        type,
        new StdScalarDeserializer<T>(type) {
          private static final long serialVersionUID = 1L;

          @Override
          public T deserialize(JsonParser parser, DeserializationContext context)
              throws IOException {
            try {
              return reading.read(parser);
            } catch (IllegalArgumentException e) {
              throw JsonMappingException.from(parser, e.getMessage(), e);
            }
          }
        });
  }

  private static <T> JsonSerializer<T> serializer(Class<T> type, Writing<T> writing) {
    return new StdScalarSerializer<T>(type) {
      private static final long serialVersionUID = 1L;

      @Override
      public void serialize(T value, JsonGenerator out, SerializerProvider provider)
          throws IOException {
        writing.write(value, out);
      }
    };
  }

  private static <T> void keys(
      SimpleModule module, Class<T> type, Function<T, String> spell, Function<String, T> parse) {
    module.addKeySerializer(
        type, serializer(type, (value, out) -> out.writeFieldName(spell.apply(value))));
    module.addKeyDeserializer(
        type,
        new KeyDeserializer() {
          @Override
          public Object deserializeKey(String key, DeserializationContext context)
              throws IOException {
            try {
              return parse.apply(key);
            } catch (IllegalArgumentException e) {
              throw JsonMappingException.from(context, e.getMessage(), e);
            }
          }
        });
  }
}
