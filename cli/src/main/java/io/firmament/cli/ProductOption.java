package io.firmament.cli;

import picocli.CommandLine.Option;

/** Which product a command is about. */
final class ProductOption {
  @Option(
      names = "--product",
      required = true,
      paramLabel = "P",
      description = "Number or slug of the product.")
  private String product;

  /** As it was given. */
  String name() {
    return product;
  }

  /** Where it is. */
  String path() {
    return "/v1/products/" + ApiClient.segment(product);
  }
}
