package io.firmament.certs;

/** What became of a certificate that a stranger showed: no exception, since strangers are many. */
public sealed interface CertificateVerdict permits DeviceCertificate, CertificateFault {}
