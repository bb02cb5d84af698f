package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.app.DeviceQuery;
import io.firmament.server.app.ListDevices;
import io.firmament.server.app.RefusedException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Lists of devices: a product's, and all that the caller sees. */
final class DeviceList {
  private static final String SORTS = "deviceId, deviceName, firmwareVersion or lastConnection";

  private final ListDevices devices;
  private final Named named;

  DeviceList(ListDevices devices, Named named) {
    this.devices = devices;
    this.named = named;
  }

  /** A page of a product's devices. */
  Answer ofProduct(Call call) throws RefusedException, Problem {
    Page page = Page.of(call);
    DeviceQuery.Found found =
        devices.list(query(call, Optional.of(named.product(call).id()), page));
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode array = body.putArray("devices");
    found.devices().forEach(view -> array.add(DeviceJson.brief(view)));
    body.putArray("customers");
    page.meta(body, found.total());
    return Answer.ok(body);
  }

  /** A bare array, as Particle's clients expect it; how many pages there are is in its headers. */
  Answer ofAll(Call call) throws Problem {
    Page page = Page.of(call, Page.MOST);
    DeviceQuery.Found found = devices.list(query(call, Optional.empty(), page));
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    found.devices().forEach(view -> array.add(DeviceJson.brief(view)));
    return page.bare(found.total(), array);
  }

  private static DeviceQuery query(Call call, Optional<ProductId> product, Page page)
      throws Problem {
    Fields query = call.query();
    return new DeviceQuery(
        call.caller().rights(),
        product,
        query.text("deviceId").orElse("").toLowerCase(Locale.ROOT),
        query.text("deviceName").orElse(""),
        groups(query),
        sort(query.text("sortAttr").orElse("deviceId")),
        descending(query.text("sortDir").orElse("asc")),
        page.skipped(),
        page.size());
  }

  /** One value with commas, or several. */
  private static List<String> groups(Fields query) throws Problem {
    return query.texts("groups").stream()
        .flatMap(names -> Arrays.stream(names.split(",")))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static DeviceQuery.Sort sort(String attribute) throws Problem {
    return switch (attribute) {
      case "deviceId", "id" -> DeviceQuery.Sort.ID;
      case "deviceName", "name" -> DeviceQuery.Sort.NAME;
      case "firmwareVersion" -> DeviceQuery.Sort.FIRMWARE_VERSION;
      case "lastConnection", "lastHeard" -> DeviceQuery.Sort.LAST_HEARD;
      default ->
          throw Problem.invalid(
              "'sortAttr' must be " + SORTS + ", but was '" + attribute + "'",
              "leave it out to sort by deviceId");
    };
  }

  private static boolean descending(String direction) throws Problem {
    return switch (direction.toLowerCase(Locale.ROOT)) {
      case "asc" -> false;
      case "desc" -> true;
      default ->
          throw Problem.invalid(
              "'sortDir' must be asc or desc, but was '" + direction + "'", "leave it out for asc");
    };
  }
}
