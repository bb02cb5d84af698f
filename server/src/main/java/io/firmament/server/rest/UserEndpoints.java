package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.server.access.Rights;
import io.firmament.server.access.User;
import io.firmament.server.app.AccessVerbs;
import io.firmament.server.app.Caller;
import io.firmament.server.app.NewUser;
import io.firmament.server.app.RefusedException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Users: who they are and what they may. */
final class UserEndpoints {
  private final AccessVerbs verbs;
  private final Named named;
  private final LoginTries tries;
  private final InstantSource clock;

  UserEndpoints(AccessVerbs verbs, Named named, LoginTries tries, InstantSource clock) {
    this.verbs = verbs;
    this.named = named;
    this.tries = tries;
    this.clock = clock;
  }

  /** Who asks, as Particle's clients want to know it. */
  Answer self(Call call) {
    Caller caller = call.caller();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("username", caller.name());
    json.putObject("account_info").put("business_account", false);
    json.putArray("subscription_ids");
    json.putArray("team_invites");
    json.putObject("mfa").put("enabled", false);
    SentRights.put(json, caller.rights());
    return Answer.ok(json);
  }

  /** Chooses another password: {@code {current_password, password}}. */
  Answer changeSelf(Call call) throws Problem, RefusedException, IOException {
    Caller caller = call.caller();
    String old = call.fields().required("current_password");
    String password = call.fields().required("password");
    if (caller.user().isEmpty()) {
      throw Problem.forbidden(
          "this token belongs to no user, so that there is no password to be changed",
          "log in first, or let an administrator change it with PUT /v1/users/:user");
    }
    Optional<User> changed =
        tries.attempt(
            call.from(),
            caller.user().get(),
            old,
            clock.instant(),
            () -> verbs.editUser().changeOwnPassword(old, password, caller),
            Optional::isEmpty);
    if (changed.isEmpty()) {
      throw Problem.forbidden("the current password is another one", "check it");
    }
    return Answer.ok(json(changed.get()));
  }

  Answer list(Call call) throws Problem {
    List<User> all = verbs.findUser().all();
    Page page = Page.of(call);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode users = body.putArray("users");
    page.of(all).forEach(user -> users.add(json(user)));
    page.meta(body, all.size());
    return Answer.ok(body);
  }

  Answer get(Call call) throws RefusedException {
    return Answer.ok(json(verbs.findUser().named(call.segment("user"))));
  }

  Answer create(Call call) throws Problem, RefusedException, IOException {
    Fields fields = call.fields();
    String name = fields.required("username");
    NewUser wish = new NewUser(name, fields.required("password"), SentRights.of(call, named));
    return Answer.created(json(verbs.createUser().create(wish, call.caller())));
  }

  /** Changes the password, or what the user may, or both. */
  Answer change(Call call) throws Problem, RefusedException, IOException {
    Fields fields = call.fields();
    User user = verbs.findUser().named(call.segment("user"));
    Optional<String> password = fields.text("password");
    boolean allowed = fields.has("role");
    if (password.isEmpty() && !allowed) {
      throw Problem.invalid("the body names nothing that can be changed", "send password or role");
    }
    Optional<Rights> rights = allowed ? Optional.of(SentRights.of(call, named)) : Optional.empty();
    if (password.isPresent()) {
      user = verbs.editUser().setPassword(user.name(), password.get(), call.caller());
    }
    if (rights.isPresent()) {
      user = verbs.editUser().setRights(user.name(), rights.get(), call.caller());
    }
    return Answer.ok(json(user));
  }

  Answer delete(Call call) throws RefusedException {
    verbs.editUser().delete(call.segment("user"), call.caller());
    return new Answer.Nothing();
  }

  private static ObjectNode json(User user) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("username", user.name());
    SentRights.put(json, user.rights());
    json.put("created_at", user.createdAt().toString());
    return json.put("created_by", user.createdBy());
  }
}
