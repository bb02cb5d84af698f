package io.firmament.server.app;

/**
 * What the door to the devices calls.
 *
 * @param findPsk finds the pre-shared key of a device
 * @param identifyDevice says whose a key or a certificate is
 * @param quarantineDevice writes down a device that nobody registered
 * @param admitDevice says whether a device is let in
 * @param noteContact notes that a device is here, or no more. from memory; never waits
 * @param receiveHello answers a hello with what is due
 * @param serveManifest serves signed manifests
 * @param serveRoot serves root documents
 * @param serveBlock serves blocks, without any state of a transfer
 * @param recordStatus takes a device's word on its update
 * @param recordEvent takes an event of a device
 * @param recordGoodbye takes a device's goodbye
 * @param pushOffers offers what is due to devices that are here
 * @param lookAfterSessions asks silent devices what they are, and notes those that are away
 * @param lookAfterUpdates gives up devices that do not come back, passes turns on, and offers again
 *     what nothing came of
 */
public record DeviceVerbs(
    FindPsk findPsk,
    IdentifyDevice identifyDevice,
    QuarantineDevice quarantineDevice,
    AdmitDevice admitDevice,
    NoteContact noteContact,
    ReceiveHello receiveHello,
    ServeManifest serveManifest,
    ServeRoot serveRoot,
    ServeBlock serveBlock,
    RecordStatus recordStatus,
    RecordEvent recordEvent,
    RecordGoodbye recordGoodbye,
    PushOffers pushOffers,
    LookAfterSessions lookAfterSessions,
    LookAfterUpdates lookAfterUpdates) {}
