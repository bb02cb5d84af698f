package io.firmament.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.Assignment;
import io.firmament.server.device.DeviceFixtures;
import io.firmament.server.device.Group;
import io.firmament.server.release.Release;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups, and what is released to them. */
class GroupTest {
  private static final ProductId PRODUCT = DeviceFixtures.PRODUCT;
  private static final DeviceId OTHER = new DeviceId("e00fce68000000000000000b");
  private final ServerFixture server = ServerFixture.ready();
  private final DeviceFixtures one = DeviceFixtures.fresh().running(1, ServerFixture.image(1));

  @BeforeEach
  void versions_2_to_4_are_there() throws RefusedException {
    for (int version = 2; version <= 4; version++) {
      server.upload(version);
    }
  }

  private Group create(String name) throws RefusedException {
    return server
        .operators()
        .createGroup()
        .create(new NewGroup(PRODUCT, name, "", ""), ServerFixture.ME);
  }

  private void set(String... names) throws RefusedException {
    server.operators().groupDevices().set(ServerFixture.ID, List.of(names), ServerFixture.ME);
    server.workOff();
  }

  private List<Release> release(int version, boolean intelligent, String... groups)
      throws RefusedException {
    server.pass(Duration.ofSeconds(1));
    List<Release> releases =
        server
            .operators()
            .publishRelease()
            .publish(
                new NewRelease(
                    PRODUCT,
                    new FirmwareVersion(version),
                    groups.length == 0,
                    Set.of(groups),
                    intelligent,
                    Optional.of("a test"),
                    false,
                    Optional.empty()),
                ServerFixture.ME)
            .releases();
    server.workOff();
    return releases;
  }

  private List<String> names() {
    return server.view().groups();
  }

  private static void refused(RefusedException.Kind kind, ThrowingCallable wish) {
    assertThatThrownBy(wish)
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(e.hint()).isNotEmpty();
            });
  }

  private int target() {
    return server.view().decision().target().orElseThrow().firmware().version().number();
  }

  @Test
  void a_name_is_of_lower_case_letters_digits_hyphens_and_underscores_and_given_once()
      throws RefusedException {
    create("beta_1-x");
    refused(RefusedException.Kind.CONFLICT, () -> create("beta_1-x"));
    for (String bad : List.of("", "Beta", "a b", "ä", "a/b", "x".repeat(81))) {
      refused(RefusedException.Kind.INVALID, () -> create(bad));
    }
    create("x".repeat(80));
  }

  @Test
  void a_group_is_renamed_with_its_devices_and_its_release() throws RefusedException {
    create("old");
    create("taken");
    set("old");
    release(2, false, "old");
    EditGroup edit = server.operators().editGroup();
    GroupEdit toNew = new GroupEdit(Optional.of("new"), Optional.of("for tests"), Optional.empty());
    edit.edit(PRODUCT, "old", toNew, ServerFixture.ME);
    GroupView view = server.operators().findGroups().named(PRODUCT, "new");
    assertThat(view.version()).contains(new FirmwareVersion(2));
    assertThat(view.devices()).isEqualTo(1);
    assertThat(view.group().description()).isEqualTo("for tests");
    assertThat(names()).containsExactly("new");
    refused(
        RefusedException.Kind.NOT_FOUND,
        () -> server.operators().findGroups().named(PRODUCT, "old"));
    GroupEdit toTaken = new GroupEdit(Optional.of("taken"), Optional.empty(), Optional.empty());
    refused(
        RefusedException.Kind.CONFLICT, () -> edit.edit(PRODUCT, "new", toTaken, ServerFixture.ME));
  }

  @Test
  void groups_are_listed_by_name_with_what_stands_released_and_how_many_devices()
      throws RefusedException {
    create("b");
    create("a");
    server.register(OTHER);
    set("b");
    release(3, true, "b");
    assertThat(server.operators().findGroups().of(PRODUCT, ""))
        .extracting(g -> g.group().name() + g.version() + g.devices())
        .containsExactly("aOptional.empty0", "bOptional[3]1");
    assertThat(server.operators().findGroups().of(PRODUCT, "a")).hasSize(1);
  }

  /** The groups of a device are absolute; unknown names are created. */
  @Test
  void a_device_is_in_exactly_the_groups_that_were_named() throws RefusedException {
    set("b", "a");
    assertThat(names()).containsExactly("a", "b");
    set("c");
    assertThat(names()).containsExactly("c");
    set();
    assertThat(names()).isEmpty();
    assertThat(server.operators().findGroups().of(PRODUCT, ""))
        .extracting(g -> g.group().name())
        .containsExactly("a", "b", "c");
    refused(RefusedException.Kind.INVALID, () -> set("fine", "Not Fine"));
    assertThat(server.operators().findGroups().of(PRODUCT, "fine")).isEmpty();
  }

  @Test
  void devices_are_regrouped_all_or_none() throws RefusedException {
    server.register(OTHER);
    set("a", "b");
    GroupDevices group = server.operators().groupDevices();
    Set<DeviceId> both = Set.of(ServerFixture.ID, OTHER);
    group.regroup(
        new GroupDevices.Regrouping(PRODUCT, both, Set.of("c"), Set.of("a", "unknown")),
        ServerFixture.ME);
    assertThat(names()).containsExactly("b", "c");
    assertThat(server.operators().findGroups().named(PRODUCT, "c").devices()).isEqualTo(2);
    Set<DeviceId> withStranger = Set.of(ServerFixture.ID, new DeviceId("e00fce68000000000000000c"));
    refused(
        RefusedException.Kind.NOT_FOUND,
        () ->
            group.regroup(
                new GroupDevices.Regrouping(PRODUCT, withStranger, Set.of("d"), Set.of()),
                ServerFixture.ME));
    assertThat(names()).containsExactly("b", "c");
  }

  @Test
  void a_device_is_in_a_hundred_groups_and_not_in_one_more() throws RefusedException {
    List<String> names =
        IntStream.rangeClosed(0, Assignment.MAX_GROUPS).mapToObj(i -> "g" + i).toList();
    set(names.subList(0, Assignment.MAX_GROUPS).toArray(String[]::new));
    refused(RefusedException.Kind.INVALID, () -> set(names.toArray(String[]::new)));
    assertThat(names()).hasSize(Assignment.MAX_GROUPS);
  }

  @Test
  void a_thousand_devices_are_regrouped_at_once_and_not_one_more() {
    Set<DeviceId> many =
        IntStream.rangeClosed(0, GroupDevices.MOST_DEVICES)
            .mapToObj(i -> new DeviceId(String.format(Locale.ROOT, "%024x", i)))
            .collect(Collectors.toSet());
    refused(
        RefusedException.Kind.INVALID,
        () ->
            server
                .operators()
                .groupDevices()
                .regroup(
                    new GroupDevices.Regrouping(PRODUCT, many, Set.of("a"), Set.of()),
                    ServerFixture.ME));
  }

  /** TGT9, TGT10, TGT13. */
  @Test
  void the_highest_version_of_any_group_counts_and_the_default_only_without_one()
      throws RefusedException {
    create("a");
    create("b");
    create("c");
    server.handshake(one);
    release(4, false);
    assertThat(target()).isEqualTo(4);
    set("c");
    assertThat(target()).isEqualTo(4);
    release(2, false, "a");
    set("a", "c");
    assertThat(target()).isEqualTo(2);
    release(3, false, "b");
    set("a", "b", "c");
    assertThat(target()).isEqualTo(3);
    assertThat(server.view().decision().target().orElseThrow().rule()).isEqualTo("group");
  }

  @Test
  void one_wish_names_the_default_and_several_groups() throws RefusedException {
    create("a");
    create("b");
    NewRelease wish =
        new NewRelease(
            PRODUCT,
            new FirmwareVersion(3),
            true,
            Set.of("b", "a"),
            false,
            Optional.of("a test"),
            false,
            Optional.empty());
    assertThat(server.operators().publishRelease().publish(wish, ServerFixture.ME).releases())
        .extracting(Release::number)
        .containsExactly(1L, 2L, 3L);
    FirmwareView view = server.operators().findFirmware().version(PRODUCT, new FirmwareVersion(3));
    assertThat(view.productDefault()).isTrue();
    assertThat(view.groups()).containsExactly("a", "b");
    refused(RefusedException.Kind.NOT_FOUND, () -> release(3, false, "unknown"));
  }

  /** PRD8. */
  @Test
  void another_group_applies_from_the_next_session_on() throws RefusedException {
    create("a");
    release(2, false, "a");
    server.pass(Duration.ofSeconds(1));
    server.handshake(one);
    server.pass(Duration.ofSeconds(1));
    set("a");
    assertThat(server.view().state()).isEqualTo("NEXT_SESSION");
    assertThat(server.link.offers).isEmpty();
    server.pass(Duration.ofSeconds(31));
    server.handshake(one);
    assertThat(server.view().state()).startsWith("OFFERED");
  }

  /** PRD8. */
  @Test
  void another_group_applies_at_once_where_its_release_is_intelligent() throws RefusedException {
    create("a");
    release(2, true, "a");
    server.handshake(one);
    assertThat(server.link.offers).isEmpty();
    set("a");
    assertThat(server.link.offers).hasSize(1);
  }

  @Test
  void a_deleted_group_leaves_its_devices_to_the_default_from_their_next_session_on()
      throws RefusedException {
    create("a");
    set("a");
    release(3, false);
    release(2, false, "a");
    server.handshake(one.running(2, ServerFixture.image(2)));
    assertThat(server.view().state()).isEqualTo("UP_TO_DATE");
    server.pass(Duration.ofSeconds(1));
    server.operators().deleteGroup().delete(PRODUCT, "a", ServerFixture.ME);
    server.workOff();
    assertThat(names()).isEmpty();
    assertThat(target()).isEqualTo(3);
    assertThat(server.view().state()).isEqualTo("NEXT_SESSION");
    Group anew = create("a");
    assertThat(anew.id().number()).isEqualTo(2);
    assertThat(names()).as("a new group of the same name is empty").isEmpty();
  }

  @Test
  void groups_and_their_releases_survive_a_restart() throws RefusedException {
    create("a");
    set("a");
    release(2, false, "a");
    server.restart();
    assertThat(names()).containsExactly("a");
    assertThat(target()).isEqualTo(2);
  }

  /** TGT14: a group's release takes its devices back. */
  @Test
  void a_lower_release_to_a_group_takes_its_devices_back() throws RefusedException {
    create("a");
    set("a");
    release(3, false, "a");
    server.handshake(one.running(3, ServerFixture.image(3)));
    release(2, true, "a");
    assertThat(server.link.offers.get(0).downgrade()).isTrue();
  }
}
