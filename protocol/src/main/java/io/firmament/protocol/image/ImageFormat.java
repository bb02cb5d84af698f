package io.firmament.protocol.image;

/** The format of a firmware file. */
public enum ImageFormat {
  /** A module of Particle's Device OS. */
  PARTICLE_MODULE("particle"),
  /** Octets that say nothing of themselves. */
  RAW("raw");

  private final String label;

  ImageFormat(String label) {
    this.label = label;
  }

  /** The name in an API or a report. */
  public String label() {
    return label;
  }
}
