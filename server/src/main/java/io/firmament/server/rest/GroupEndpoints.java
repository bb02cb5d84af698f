package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.protocol.value.FirmwareVersion;
import io.firmament.protocol.value.ProductId;
import io.firmament.server.app.GroupEdit;
import io.firmament.server.app.GroupView;
import io.firmament.server.app.NewGroup;
import io.firmament.server.app.OperatorVerbs;
import io.firmament.server.app.RefusedException;
import io.firmament.server.device.Group;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Groups of a product's devices (feature PRD7). */
final class GroupEndpoints {
  private final OperatorVerbs verbs;
  private final Named named;

  GroupEndpoints(OperatorVerbs verbs, Named named) {
    this.verbs = verbs;
    this.named = named;
  }

  /** Those whose name contains {@code ?name=}; up to 500 where no page is asked for. */
  Answer list(Call call) throws RefusedException, Problem {
    Page page = Page.of(call, Page.MOST);
    List<GroupView> all =
        verbs.findGroups().of(named.product(call).id(), call.query().text("name").orElse(""));
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode groups = body.putArray("groups");
    page.of(all).forEach(view -> groups.add(json(view)));
    page.meta(body, all.size());
    return Answer.ok(body);
  }

  Answer get(Call call) throws RefusedException, Problem {
    return wrapped(verbs.findGroups().named(named.product(call).id(), call.segment("group")));
  }

  Answer create(Call call) throws RefusedException, Problem, IOException {
    Fields fields = call.fields();
    ProductId product = named.product(call).id();
    String name = fields.required("name");
    verbs
        .createGroup()
        .create(
            new NewGroup(
                product,
                name,
                fields.text("description").orElse(""),
                fields.text("color").orElse("")),
            call.caller());
    Answer.Json made = wrapped(verbs.findGroups().named(product, name));
    return new Answer.Json(201, made.body(), made.headers());
  }

  Answer edit(Call call) throws RefusedException, Problem, IOException {
    Fields fields = call.fields();
    ProductId product = named.product(call).id();
    GroupEdit edit =
        new GroupEdit(
            Etag.unchanged(call, Etag::of),
            fields.text("name"),
            cleared(fields, "description"),
            cleared(fields, "color"));
    Group after = verbs.editGroup().edit(product, call.segment("group"), edit, call.caller());
    return wrapped(verbs.findGroups().named(product, after.name()));
  }

  private static Optional<String> cleared(Fields fields, String field) throws Problem {
    return fields.has(field) ? Optional.of(fields.text(field).orElse("")) : Optional.empty();
  }

  Answer delete(Call call) throws RefusedException, Problem {
    verbs.deleteGroup().delete(named.product(call).id(), call.segment("group"), call.caller());
    return new Answer.Nothing();
  }

  private static Answer.Json wrapped(GroupView view) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("group", json(view));
    return Answer.ok(body).with("ETag", Etag.of(view.group()));
  }

  private static ObjectNode json(GroupView view) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", view.group().name());
    json.put("description", view.group().description());
    json.put("color", view.group().color());
    Optional<FirmwareVersion> version = view.version();
    version.ifPresentOrElse(
        v -> json.put("fw_version", v.number()), () -> json.putNull("fw_version"));
    return json.put("device_count", view.devices());
  }
}
