package io.firmament.server.app;

import io.firmament.protocol.value.ProductId;

/**
 * A group that is to be made.
 *
 * @param product of which product
 * @param name its name: lower-case letters, digits, hyphens and underscores
 * @param description for people; may be empty
 * @param color how a console paints it; may be empty
 */
public record NewGroup(ProductId product, String name, String description, String color) {}
