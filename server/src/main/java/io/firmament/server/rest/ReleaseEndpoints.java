package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.protocol.value.DeviceId;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.server.app.ForeseeRelease;
import io.firmament.server.app.GoBack;
import io.firmament.server.app.GroupView;
import io.firmament.server.app.NewRelease;
import io.firmament.server.app.OperatorVerbs;
import io.firmament.server.app.Published;
import io.firmament.server.app.RefusedException;
import io.firmament.server.device.GroupId;
import io.firmament.server.device.Product;
import io.firmament.server.release.Firmware;
import io.firmament.server.release.Release;
import io.firmament.server.targeting.Foresight;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Releases: foreseen, made, paused, taken back (features REL1 to REL9). */
final class ReleaseEndpoints {
  private final OperatorVerbs verbs;
  private final Named named;

  ReleaseEndpoints(OperatorVerbs verbs, Named named) {
    this.verbs = verbs;
    this.named = named;
  }

  Answer release(Call call) throws Problem, RefusedException, IOException {
    NewRelease wish = wish(call);
    Published published = verbs.publishRelease().publish(wish, call.caller());
    Release release = published.releases().get(0);
    return Answer.ok(published(published, release, wish.productDefault(), wish.groups()));
  }

  /** Does nothing, and says what {@link #release} would do, device by device (feature REL7). */
  Answer dryRun(Call call) throws Problem, RefusedException, IOException {
    Optional<String> after = call.query().text("after");
    Optional<DeviceId> behind =
        after.isPresent() ? Optional.of(new DeviceId(after.get())) : Optional.empty();
    ForeseeRelease.Page page =
        verbs
            .releases()
            .foreseeRelease()
            .page(wish(call), call.caller(), behind, Page.of(call).size());
    return Answer.ok(ReleaseJson.of(page));
  }

  private NewRelease wish(Call call) throws Problem, RefusedException, IOException {
    Fields fields = call.fields();
    OptionalLong version = fields.number("version");
    if (version.isEmpty()) {
      throw Problem.invalid("'version' is missing", "send the version that is to be released");
    }
    return new NewRelease(
        named.product(call).id(),
        new FirmwareVersion(Numbers.asInt(version.getAsLong())),
        fields.flag("product_default").orElse(false),
        Set.copyOf(fields.texts("groups")),
        fields.flag("intelligent").orElse(false),
        fields.text("untested_reason"),
        fields.flag("downgrade").orElse(false),
        fields.text("confirmation"));
  }

  /** Goes back to the release before, or with {@code dry_run} says what that would do. */
  Answer previous(Call call) throws Problem, RefusedException, IOException {
    Fields fields = call.fields();
    Set<String> groups = Set.copyOf(fields.texts("groups"));
    GoBack.Wish wish =
        new GoBack.Wish(
            named.product(call).id(),
            fields.flag("product_default").orElse(groups.isEmpty()),
            groups,
            fields.flag("intelligent"),
            fields.number("number"));
    if (fields.flag("dry_run").orElse(false)) {
      Published foreseen = verbs.releases().goBack().foresee(wish, call.caller());
      return Answer.ok(ReleaseJson.back(foreseen, names(named.product(call))));
    }
    Published published = verbs.releases().goBack().goBack(wish, call.caller());
    Release release = published.releases().get(0);
    return Answer.ok(published(published, release, wish.productDefault(), groups));
  }

  private ObjectNode published(
      Published published, Release release, boolean productDefault, Set<String> groups)
      throws RefusedException {
    Firmware firmware =
        verbs.findFirmware().version(release.product(), release.version()).firmware();
    ObjectNode json = ReleaseJson.of(release, productDefault, groups, firmware);
    ReleaseJson.warnings(json, published.warnings());
    json.set("foresight", ReleaseJson.of(published.foresight()));
    return json;
  }

  /** All releases of a product, the latest first. */
  Answer list(Call call) throws Problem, RefusedException {
    Product product = named.product(call);
    Page page = Page.of(call);
    List<Release> all = verbs.releases().findHistory().ofProduct(product.id());
    Map<GroupId, String> names = names(product);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode releases = body.putArray("releases");
    for (Release release : page.of(all)) {
      releases.add(json(release, names));
    }
    page.meta(body, all.size());
    return Answer.ok(body);
  }

  Answer halt(Call call) throws Problem, RefusedException, IOException {
    Product product = named.product(call);
    String reason = call.fields().required("reason");
    Release halted =
        verbs.releases().haltRelease().halt(product.id(), number(call), reason, call.caller());
    return Answer.ok(json(halted, names(product)));
  }

  Answer resume(Call call) throws Problem, RefusedException {
    Product product = named.product(call);
    Release resumed =
        verbs.releases().haltRelease().resume(product.id(), number(call), call.caller());
    return Answer.ok(json(resumed, names(product)));
  }

  private ObjectNode json(Release release, Map<GroupId, String> names) throws RefusedException {
    Firmware firmware =
        verbs.findFirmware().version(release.product(), release.version()).firmware();
    List<String> groups =
        release.scope().group().map(id -> names.getOrDefault(id, "deleted-" + id)).stream()
            .toList();
    return ReleaseJson.of(release, groups.isEmpty(), groups, firmware);
  }

  private Map<GroupId, String> names(Product product) {
    return verbs.findGroups().of(product.id(), "").stream()
        .map(GroupView::group)
        .collect(Collectors.toMap(group -> group.id(), group -> group.name()));
  }

  private static long number(Call call) throws Problem {
    String text = call.segment("number");
    if (!text.matches("[0-9]{1,9}")) {
      throw Problem.invalid(
          "a release is named by its number, but this was '" + text + "'",
          "GET /v1/products/:product/releases lists them");
    }
    return Long.parseLong(text);
  }

  /** How many devices a release would update, by the version that they run, as Particle asks. */
  Answer impact(Call call) throws Problem, RefusedException {
    Fields query = call.query();
    String action = query.text("action").orElse("edit_groups_for_firmware");
    OptionalLong version = query.number("firmware_version");
    if (!action.equals("edit_groups_for_firmware") || version.isEmpty()) {
      throw Problem.invalid(
          "the impact of '" + action + "' is not known",
          "send action=edit_groups_for_firmware and firmware_version");
    }
    NewRelease wish = imagined(call, Numbers.asInt(version.getAsLong()));
    Foresight foresight =
        verbs.releases().foreseeRelease().foresee(wish, call.caller(), effect -> {});
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode update = body.putObject("devices").putObject("firmware_update");
    update.put("total", foresight.updates());
    update.set("by_version", ReleaseJson.byVersion(foresight.byVersion()));
    return Answer.ok(body);
  }

  /** A release that nobody asks for, and nothing speaks against. */
  private NewRelease imagined(Call call, int version) throws Problem, RefusedException {
    Set<String> groups =
        Arrays.stream(call.query().text("groups").orElse("").split(","))
            .filter(name -> !name.isBlank())
            .collect(Collectors.toSet());
    return new NewRelease(
        named.product(call).id(),
        new FirmwareVersion(version),
        call.query().flag("product_default").orElse(false),
        groups,
        false,
        Optional.of("impact"),
        true,
        Optional.empty());
  }
}
