package io.firmament.server.session;

import io.firmament.protocol.message.ReportId;
import java.util.Optional;

/**
 * Which reports of a device have been taken, so that a repetition is dropped although reports may
 * overtake each other: the highest number of the boot and the 63 below it, as in RFC 6347 section
 * 4.1.2.6.
 *
 * @param bootCount the boot
 * @param highest the highest number taken in it
 * @param taken bit n: the number {@code highest - n} has been taken
 */
public record ReportWindow(long bootCount, long highest, long taken) {
  /** Nothing taken yet. */
  public static final ReportWindow NONE = new ReportWindow(-1, 0, 0);

  /**
   * Takes a report.
   *
   * @return the window behind it; empty when it is a repetition or too old to tell
   */
  public Optional<ReportWindow> take(ReportId id) {
    if (id.bootCount() != bootCount) {
      return id.bootCount() < bootCount
          ? Optional.empty()
          : Optional.of(new ReportWindow(id.bootCount(), id.number(), 1));
    }
    long ahead = id.number() - highest;
    if (ahead > 0) {
      long moved = ahead >= Long.SIZE ? 0 : taken << ahead;
      return Optional.of(new ReportWindow(bootCount, id.number(), moved | 1));
    }
    if (-ahead >= Long.SIZE || (taken >>> -ahead & 1) != 0) {
      return Optional.empty();
    }
    return Optional.of(new ReportWindow(bootCount, highest, taken | 1L << -ahead));
  }
}
