package io.firmament.server.app;

import java.util.Optional;

/**
 * What is to be changed about a group; what is empty stays as it is.
 *
 * @param name another name
 * @param description another description
 * @param color another colour
 */
public record GroupEdit(
    Optional<String> name, Optional<String> description, Optional<String> color) {}
