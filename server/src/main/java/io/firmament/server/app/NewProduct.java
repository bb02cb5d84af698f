package io.firmament.server.app;

import io.firmament.protocol.value.PlatformId;
import io.firmament.protocol.value.ProductId;
import java.util.Optional;

/**
 * A product to be registered.
 *
 * @param name its name
 * @param platform the hardware that its firmware runs on
 * @param id its number; the next free one where it is empty
 */
public record NewProduct(String name, PlatformId platform, Optional<ProductId> id) {}
