package io.firmament.server.app;

import io.firmament.server.access.Rights;

/**
 * A user to be made.
 *
 * @param name his name
 * @param password his password
 * @param rights what he may do
 */
public record NewUser(String name, String password, Rights rights) {
  /** Without the password. */
  @Override
  public String toString() {
    return "NewUser[" + name + ", " + rights + "]";
  }
}
