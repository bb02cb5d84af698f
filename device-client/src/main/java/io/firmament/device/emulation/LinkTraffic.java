package io.firmament.device.emulation;

/**
 * What a link did.
 *
 * @param up towards the cloud
 * @param down towards the device
 * @param rebinds how often the device got another source port
 */
public record LinkTraffic(PathCounts up, PathCounts down, long rebinds) {
  /** Nothing yet. */
  public static final LinkTraffic NONE = new LinkTraffic(PathCounts.NONE, PathCounts.NONE, 0);

  /** Both together. */
  public LinkTraffic plus(LinkTraffic other) {
    return new LinkTraffic(up.plus(other.up), down.plus(other.down), rebinds + other.rebinds);
  }
}
