package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.access.Access;
import io.firmament.server.access.Rights;
import io.firmament.server.app.DeviceQuery.Sort;
import io.firmament.server.device.DeviceFixtures;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages of a fleet: filtered, sorted, and of what the caller sees. */
class ListDevicesTest {
  private static final ProductId PRODUCT = DeviceFixtures.PRODUCT;
  private static final ProductId OTHER = new ProductId(4711);

  private final ServerFixture server = ServerFixture.ready();
  private final ListDevices devices = server.operators().listDevices();

  @BeforeEach
  void fleet() throws RefusedException {
    server
        .operators()
        .registerProduct()
        .register(
            new NewProduct("Other", DeviceFixtures.PLATFORM, Optional.of(OTHER)), ServerFixture.ME);
    add(1, PRODUCT, "Zebra");
    add(2, PRODUCT, "ant");
    add(3, OTHER, "bee");
    add(4, PRODUCT, "Cat");
  }

  @Test
  void pages_are_in_the_order_of_ids_and_say_how_many_there_are() {
    DeviceQuery.Found first = devices.list(page(0, 2));
    DeviceQuery.Found last = devices.list(page(2, 2));

    assertThat(first.total()).isEqualTo(4);
    assertThat(names(first)).containsExactly("Zebra", "ant");
    assertThat(names(last)).containsExactly("Cat", ServerFixture.ID.hex());
    assertThat(names(devices.list(page(4, 2)))).isEmpty();
  }

  @Test
  void names_are_sorted_and_sought_without_regard_to_case() {
    assertThat(names(devices.list(sorted(Sort.NAME, false)))).startsWith("ant", "Cat");
    assertThat(names(devices.list(sorted(Sort.NAME, true)))).startsWith("Zebra");
    assertThat(names(devices.list(named("T")))).containsExactly("ant", "Cat");
    assertThat(names(devices.list(named("CAT")))).containsExactly("Cat");
  }

  @Test
  void those_that_run_or_said_nothing_come_first() {
    DeviceFixtures device = DeviceFixtures.fresh();
    server.handshake(device);

    assertThat(names(devices.list(sorted(Sort.FIRMWARE_VERSION, true))))
        .startsWith(ServerFixture.ID.hex());
    assertThat(names(devices.list(sorted(Sort.LAST_HEARD, true))))
        .startsWith(ServerFixture.ID.hex());
    assertThat(names(devices.list(sorted(Sort.LAST_HEARD, false))))
        .endsWith(ServerFixture.ID.hex());
    assertThat(devices.online(PRODUCT)).isEqualTo(1);
    assertThat(devices.online(OTHER)).isZero();
  }

  @Test
  void groups_of_one_product_are_not_those_of_another() throws RefusedException {
    group(2, "field");
    group(3, "field");

    assertThat(names(devices.list(grouped(List.of("field", "none"))))).containsExactly("ant");
    assertThat(names(devices.list(grouped(List.of("none"))))).isEmpty();
  }

  @Test
  void nobody_sees_devices_of_products_that_are_not_his() {
    Rights rights = Rights.of(Access.READ, List.of(OTHER));
    DeviceQuery all =
        new DeviceQuery(rights, Optional.empty(), "", "", List.of(), Sort.NAME, false, 0, 9);

    assertThat(names(devices.list(all))).containsExactly("bee");
  }

  private void add(int number, ProductId product, String name) throws RefusedException {
    server
        .operators()
        .registerDevice()
        .register(
            new NewDevice(id(number), product, Optional.of(name), Optional.empty()),
            ServerFixture.ME);
  }

  private void group(int number, String group) throws RefusedException {
    server.operators().groupDevices().set(id(number), List.of(group), ServerFixture.ME);
  }

  private static DeviceId id(int number) {
    return new DeviceId(String.format("%024d", number));
  }

  private static DeviceQuery page(long skip, int limit) {
    return query("", List.of(), Sort.ID, false, skip, limit);
  }

  private static DeviceQuery sorted(Sort sort, boolean descending) {
    return query("", List.of(), sort, descending, 0, 9);
  }

  private static DeviceQuery named(String part) {
    return query(part, List.of(), Sort.ID, false, 0, 9);
  }

  private static DeviceQuery grouped(List<String> groups) {
    return query("", groups, Sort.ID, false, 0, 9);
  }

  private static DeviceQuery query(
      String name, List<String> groups, Sort sort, boolean descending, long skip, int limit) {
    return new DeviceQuery(
        Rights.EVERYTHING, Optional.of(PRODUCT), "", name, groups, sort, descending, skip, limit);
  }

  private static List<String> names(DeviceQuery.Found found) {
    return found.devices().stream().map(view -> view.device().name()).toList();
  }
}
