package io.firmament.certs;

/** What is wrong with a certificate that a stranger showed. */
public enum CertificateFault implements CertificateVerdict {
  /** There is none, or there are more than {@value Certificates#MAX_CHAIN}. */
  BAD_CHAIN,
  /** It, or one above it, is not signed by who it says, or must not sign or be used as it is. */
  NOT_TRUSTED,
  /** It, or one above it, is no more valid. */
  EXPIRED,
  /** It, or one above it, is not yet valid. */
  NOT_YET_VALID,
  /** Its key is not on P-256. */
  WRONG_KEY,
  /** It may not be shown by a client. */
  WRONG_USAGE,
  /** It does not name exactly one device ({@link DeviceName}). */
  NO_DEVICE
}
