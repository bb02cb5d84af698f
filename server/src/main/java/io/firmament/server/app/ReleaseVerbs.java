package io.firmament.server.app;

/**
 * What operators do with firmware and releases, apart from bringing and publishing them.
 *
 * @param editFirmware gives a version another title or description
 * @param deleteFirmware deletes a version that was never released
 * @param withdrawFirmware takes a version back
 * @param foreseeRelease says what a release would do, and does nothing
 * @param goBack goes back to the release before
 * @param haltRelease pauses a release, and lets it go on
 * @param findHistory finds the updates of a device with their causes, and a product's releases
 * @param summarizeProduct counts a product's fleet
 * @param limitProduct says how many devices of a product are updated together
 */
public record ReleaseVerbs(
    EditFirmware editFirmware,
    DeleteFirmware deleteFirmware,
    WithdrawFirmware withdrawFirmware,
    ForeseeRelease foreseeRelease,
    GoBack goBack,
    HaltRelease haltRelease,
    FindHistory findHistory,
    SummarizeProduct summarizeProduct,
    LimitProduct limitProduct) {}
