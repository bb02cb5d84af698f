package io.firmament.server.app;

import io.firmament.server.device.DeviceRates;
import io.firmament.server.device.TransferLimits;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * All that the use cases need from outside.
 *
 * @param state what is remembered
 * @param blobs the files
 * @param signing the release key
 * @param link devices that are here
 * @param meter what crosses the wire
 * @param clock the time
 * @param random chance for tokens
 * @param work where work that follows a change is done; must not run it on the caller's thread
 *     while the caller holds a lock
 * @param encoding where encodings are made, one after the other
 * @param limits how many devices are updated together
 * @param rates what devices may take and tell in a time
 * @param passwordIterations what it costs to look at a password, in rounds of PBKDF2
 */
public record Ports(
    StateStore state,
    BlobStore blobs,
    ManifestSigning signing,
    DeviceLink link,
    WireMeter meter,
    InstantSource clock,
    SecureRandom random,
    Executor work,
    Executor encoding,
    TransferLimits limits,
    DeviceRates rates,
    int passwordIterations) {
  /** As OWASP advises for HMAC-SHA-256: a quarter of a second or so. */
  private static final int PASSWORD_ITERATIONS = 600_000;

  /** With the usual price of passwords and the usual rates, and as many updates as come. */
  public Ports(
      StateStore state,
      BlobStore blobs,
      ManifestSigning signing,
      DeviceLink link,
      WireMeter meter,
      InstantSource clock,
      SecureRandom random,
      Executor work,
      Executor encoding) {
    this(
        state,
        blobs,
        signing,
        link,
        meter,
        clock,
        random,
        work,
        encoding,
        TransferLimits.NONE,
        DeviceRates.USUAL);
  }

  /** With the usual price of passwords. */
  public Ports(
      StateStore state,
      BlobStore blobs,
      ManifestSigning signing,
      DeviceLink link,
      WireMeter meter,
      InstantSource clock,
      SecureRandom random,
      Executor work,
      Executor encoding,
      TransferLimits limits,
      DeviceRates rates) {
    this(
        state,
        blobs,
        signing,
        link,
        meter,
        clock,
        random,
        work,
        encoding,
        limits,
        rates,
        PASSWORD_ITERATIONS);
  }

  /** The same over another store and another link to devices. */
  Ports over(StateStore other, DeviceLink way) {
    return new Ports(
        other,
        blobs,
        signing,
        way,
        meter,
        clock,
        random,
        work,
        encoding,
        limits,
        rates,
        passwordIterations);
  }
}
