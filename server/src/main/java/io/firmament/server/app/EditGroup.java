package io.firmament.server.app;

import io.firmament.protocol.value.ProductId;
import io.firmament.server.device.Group;
import io.firmament.server.device.Product;

/** Gives a group another name, description or colour; its devices and releases stay. */
public final class EditGroup {
  private final StateStore store;
  private final Groups groups;

  EditGroup(StateStore store, Groups groups) {
    this.store = store;
    this.groups = groups;
  }

  /**
   * Edits a group.
   *
   * @throws RefusedException NOT_FOUND, INVALID, CONFLICT when the new name is taken, or CHANGED
   */
  public Group edit(ProductId product, String name, GroupEdit edit, Caller caller)
      throws RefusedException {
    return Conflicts.again(() -> once(product, name, edit));
  }

  private Group once(ProductId product, String name, GroupEdit edit)
      throws RefusedException, ConflictException {
    Stored<Product> written = groups.product(product);
    Stored<Group> read = groups.found(product, name);
    Group before = read.value();
    if (!edit.unchanged().test(before)) {
      throw new RefusedException(
          RefusedException.Kind.CHANGED,
          "group '" + name + "' is not any more what you have seen",
          "read it again, and decide anew");
    }
    String newName = edit.name().orElse(before.name());
    if (!newName.equals(before.name())) {
      groups.refuseTaken(product, newName);
    }
    String description = edit.description().orElse(before.description());
    String color = edit.color().orElse(before.color());
    Group after = Groups.valid(() -> before.with(newName, description, color));
    if (!after.equals(before)) {
      Change.Builder change = Change.change().replace(Tables.GROUPS, read, after);
      Groups.touch(change, written);
      store.commit(change.build());
    }
    return after;
  }
}
