package io.firmament.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.protocol.value.Coding;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.Digest;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ModuleKind;
import io.firmament.protocol.value.ModuleName;
import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RecordCodecTest {
  private static final DeviceId DEVICE = new DeviceId("0123456789abcdef01234567");

  /** One of each kind of component. */
  record Everything(
      DeviceId device,
      Optional<DeviceId> absent,
      Optional<DeviceId> present,
      Digest digest,
      FirmwareVersion version,
      PlatformId platform,
      ProductId product,
      ModuleName module,
      Coding coding,
      Instant at,
      Duration patience,
      OptionalInt number,
      OptionalLong size,
      byte[] octets,
      List<Outcome> outcomes,
      Map<ModuleName, FirmwareVersion> modules,
      Map<ProductId, List<DeviceId>> devices,
      Map<Instant, String> history,
      Outcome last) {
    /** Not a component, so it is not stored. */
    public boolean isLate() {
      return true;
    }

    /** Not a component, so it is not stored. */
    public String getName() {
      return "name";
    }
  }

  sealed interface Outcome {
    record Updated(FirmwareVersion to) implements Outcome {}

    record Failed(String reason, Optional<Instant> retryAt) implements Outcome {}

    enum Simple implements Outcome {
      LOST
    }
  }

  record Old(String name, String dropped) {}

  record New(
      String name,
      int added,
      Optional<String> maybe,
      List<String> tags,
      Set<String> groups,
      Map<String, String> labels) {}

  private final RecordCodec codec = new RecordCodec();

  private static Everything everything() {
    return new Everything(
        DEVICE,
        Optional.empty(),
        Optional.of(DEVICE),
        Digest.of(new byte[] {1}),
        new FirmwareVersion(65535),
        new PlatformId(13),
        new ProductId(ProductId.MAX),
        ModuleName.asset("a:b.png"),
        Coding.DEFLATE,
        Instant.parse("2026-01-01T12:00:00.123456789Z"),
        Duration.ofMillis(1500),
        OptionalInt.of(3),
        OptionalLong.empty(),
        new byte[] {0, -1},
        List.of(
            new Outcome.Updated(new FirmwareVersion(2)),
            new Outcome.Failed("network", Optional.of(Instant.EPOCH)),
            Outcome.Simple.LOST),
        Map.of(
            ModuleName.of(ModuleKind.SYSTEM_PART, 1), new FirmwareVersion(1),
            ModuleName.asset("a:b.png"), new FirmwareVersion(2)),
        Map.of(new ProductId(7), List.of(DEVICE)),
        Map.of(Instant.EPOCH, "born"),
        new Outcome.Failed("lost", Optional.empty()));
  }

  @Test
  void everything_comes_back_as_it_was() throws IOException {
    byte[] stored = codec.encode(Everything.class, everything());

    assertThat(codec.decode(Everything.class, stored))
        .usingRecursiveComparison()
        .isEqualTo(everything());
  }

  @Test
  void values_are_plain_scalars_and_only_components_are_stored() {
    String stored = new String(codec.encode(Everything.class, everything()), UTF_8);

    assertThat(stored)
        .contains("\"device\":\"0123456789abcdef01234567\"")
        .contains("\"version\":65535")
        .contains("\"product\":4294967294")
        .contains("\"module\":\"ASSET:0:a:b.png\"")
        .contains("\"coding\":\"DEFLATE\"")
        .contains("\"at\":\"2026-01-01T12:00:00.123456789Z\"")
        .contains("{\"@type\":\"Updated\",\"to\":2}")
        .contains("\"devices\":{\"7\":[\"0123456789abcdef01234567\"]}")
        .doesNotContain("absent", "size", "late", "\"name\"");
  }

  @Test
  void an_old_file_is_read_by_a_newer_record_and_back() throws IOException {
    byte[] old = codec.encode(Old.class, new Old("n", "gone"));

    assertThat(codec.decode(New.class, old))
        .isEqualTo(new New("n", 0, Optional.empty(), List.of(), Set.of(), Map.of()));
    assertThat(codec.decode(Old.class, "{\"name\":\"n\",\"future\":{\"a\":[1]}}".getBytes(UTF_8)))
        .isEqualTo(new Old("n", null));
  }

  @Test
  void a_table_may_be_of_a_sealed_interface_itself() throws IOException {
    Outcome outcome = new Outcome.Updated(new FirmwareVersion(9));

    assertThat(codec.decode(Outcome.class, codec.encode(Outcome.class, outcome)))
        .isEqualTo(outcome);
  }

  @Test
  void an_invalid_value_in_a_file_is_an_io_error_that_says_so() {
    byte[] bad = "{\"device\":\"xyz\"}".getBytes(UTF_8);

    assertThatThrownBy(() -> codec.decode(Everything.class, bad))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("device id must be 24 hexadecimal digits, but was 'xyz'");
  }

  @Test
  void a_value_of_another_type_is_refused() {
    assertThatThrownBy(() -> codec.encode(Old.class, "text"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.String");
  }
}
