package io.firmament.protocol.manifest;

/** Why a root document is not believed. */
public enum RootFault {
  /** It is not what the protocol says, or says what no document may say. */
  MALFORMED,
  /** Its number is not the next one: it goes back, stays, or leaves one out. */
  NOT_THE_NEXT,
  /** Too few keys of the document before it have signed it. */
  TOO_FEW_OLD_KEYS,
  /** Too few of its own root keys have signed it. */
  TOO_FEW_OWN_KEYS
}
