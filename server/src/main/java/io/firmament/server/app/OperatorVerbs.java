package io.firmament.server.app;

/**
 * What the door to the operators calls.
 *
 * @param access who may come in: tokens and users
 * @param keepAnswers remembers what requests with an idempotency key were answered with
 * @param registerProduct registers a product
 * @param findProduct finds products
 * @param trustAuthority gives a product an authority that vouches for its devices
 * @param distrustAuthority takes an authority from a product
 * @param changeSigning says who signs for a product
 * @param registerDevice adds a device to a product, or approves one that waits in quarantine
 * @param listDevices lists devices page by page
 * @param changeDevice changes several things about a device, or one about several
 * @param claimDevice says whose a device is
 * @param removeDevice takes a device out of its product
 * @param pingDevice finds out whether a device is here
 * @param findDevice finds devices and says how they are
 * @param approveDevice lets a device in; what is due is offered at once
 * @param denyDevice turns a device away
 * @param replaceCredential gives a device another credential
 * @param lockDevice binds a device to one version
 * @param unlockDevice lets releases apply to a device again, from its next session on
 * @param retryDevice forgets what failed on a device, so that its target is offered again
 * @param cancelUpdate stops the update that is on its way to a device
 * @param endSession makes a device handshake in full
 * @param resetDevice makes a device boot
 * @param forceUpdates lets updates start on a device whose application forbids them
 * @param flashDevice sends firmware that is no release to one device
 * @param markDevelopment makes a device a development device, or a product device again
 * @param renameDevice gives a device another name
 * @param uploadFirmware takes a new version of a firmware
 * @param findFirmware finds firmware
 * @param publishRelease releases a version to a whole product or to some of its groups
 * @param releases what is done with firmware and releases besides
 * @param createGroup makes a group of devices
 * @param editGroup gives a group another name, description or colour
 * @param deleteGroup deletes a group, with what was released to it
 * @param findGroups finds groups
 * @param groupDevices puts devices into groups and takes them out
 * @param findLedger finds what crossed the wire
 * @param publishEvent tells the event stream something
 * @param publishRoot publishes the next root document
 * @param findRoots finds published root documents
 */
public record OperatorVerbs(
    AccessVerbs access,
    KeepAnswers keepAnswers,
    RegisterProduct registerProduct,
    FindProduct findProduct,
    TrustAuthority trustAuthority,
    DistrustAuthority distrustAuthority,
    ChangeSigning changeSigning,
    RegisterDevice registerDevice,
    ListDevices listDevices,
    ChangeDevice changeDevice,
    ClaimDevice claimDevice,
    RemoveDevice removeDevice,
    PingDevice pingDevice,
    FindDevice findDevice,
    ApproveDevice approveDevice,
    DenyDevice denyDevice,
    ReplaceCredential replaceCredential,
    LockDevice lockDevice,
    UnlockDevice unlockDevice,
    RetryDevice retryDevice,
    CancelUpdate cancelUpdate,
    EndDeviceSession endSession,
    ResetDevice resetDevice,
    ForceUpdates forceUpdates,
    FlashDevice flashDevice,
    MarkDevelopment markDevelopment,
    RenameDevice renameDevice,
    UploadFirmware uploadFirmware,
    FindFirmware findFirmware,
    PublishRelease publishRelease,
    ReleaseVerbs releases,
    CreateGroup createGroup,
    EditGroup editGroup,
    DeleteGroup deleteGroup,
    FindGroups findGroups,
    GroupDevices groupDevices,
    FindLedger findLedger,
    PublishEvent publishEvent,
    PublishRoot publishRoot,
    FindRoots findRoots) {}
