package io.firmament.protocol.message;

/**
 * What makes a report of a device unique, so that a repetition is dropped.
 *
 * @param bootCount boots so far, 0 to 4294967295
 * @param number reports in this boot so far, from 1 to 4294967295
 */
public record ReportId(long bootCount, long number) implements Comparable<ReportId> {
  @Override
  public int compareTo(ReportId other) {
    int byBoot = Long.compare(bootCount, other.bootCount);
    return byBoot != 0 ? byBoot : Long.compare(number, other.number);
  }
}
