package io.firmament.device.core;

/**
 * What the boot decision looks at. "Sound" means that the slot's size and SHA-256 are those of its
 * record, computed at this boot.
 *
 * @param safeModeAsked somebody asked for this one boot to be in safe mode
 * @param staged an image waits in the other slot, or is on trial there
 * @param trialled a boot has tried the staged image
 * @param attemptsLeft a further boot may try it
 * @param stagedSound the staged image's hash is good
 * @param stagedDependenciesMet every module that the staged image requires is there
 * @param confirmed there is a confirmed image, in the active slot
 * @param confirmedSound the confirmed image's hash is good
 * @param confirmedDependenciesMet every module that the confirmed image requires is there
 */
public record BootInputs(
    boolean safeModeAsked,
    boolean staged,
    boolean trialled,
    boolean attemptsLeft,
    boolean stagedSound,
    boolean stagedDependenciesMet,
    boolean confirmed,
    boolean confirmedSound,
    boolean confirmedDependenciesMet) {
  /** The same where nothing is staged: what is left when a decision cannot be stored. */
  public BootInputs withoutStaged() {
    return new BootInputs(
        safeModeAsked,
        false,
        false,
        false,
        false,
        false,
        confirmed,
        confirmedSound,
        confirmedDependenciesMet);
  }

  boolean canTry() {
    return staged && attemptsLeft && stagedSound && stagedDependenciesMet;
  }

  boolean canRunConfirmed() {
    return confirmed && confirmedSound && confirmedDependenciesMet;
  }
}
