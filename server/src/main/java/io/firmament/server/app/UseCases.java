package io.firmament.server.app;

import java.time.InstantSource;

/**
 * All that the server can do, put together.
 *
 * @param devices what the door to the devices calls
 * @param operators what the door to the operators calls
 * @param encodeFirmware to be resumed at the start
 * @param keepLedgers to be begun at the start and closed at the end
 */
public record UseCases(
    DeviceVerbs devices,
    OperatorVerbs operators,
    EncodeFirmware encodeFirmware,
    KeepLedgers keepLedgers) {

  /** Puts everything together. Reads the fleet and the names of all blobs, and starts nothing. */
  public static UseCases assemble(Ports given) {
    Ledgers ledgers = new Ledgers(given.state(), given.meter(), given.clock());
    LedgerStore billed = new LedgerStore(given.state(), ledgers);
    MirroredStore store = MirroredStore.over(billed, Tables.mirrored(), Tables.catalogued());
    InstantSource clock = given.clock();
    Sessions sessions = new Sessions();
    Ports ports = given.over(store, new HeededLink(given.link(), sessions, clock));

    // What is remembered, and what is known for now.
    Fleet fleet = new Fleet(store);
    TellPresence presence = new TellPresence(store, fleet, clock);
    Admissions admissions = new Admissions(fleet);
    BlobOwners owners = new BlobOwners(fleet);
    Roots roots = new Roots(fleet);

    // By what devices are believed.
    Credentials credentials = new Credentials(store);
    Quarantine quarantine = new Quarantine(store, clock);
    Authorities authorities = new Authorities(fleet);
    Keys keys = new Keys(credentials, quarantine, authorities);

    // Offers, and what makes them.
    Turns turns = new Turns(fleet, sessions, ports.limits());
    OfferUpdate offer = new OfferUpdate(store, fleet, sessions, turns, clock);
    NoteContact contact = new NoteContact(fleet, sessions, presence, clock);
    SweepBlobs sweep = new SweepBlobs(ports, fleet, owners);
    PushOffers push = new PushOffers(ports, fleet, sessions, offer, sweep, contact);
    HaltRelease halt = new HaltRelease(store, push);
    BreakRelease breaker = new BreakRelease(fleet, halt, clock, ports.work());
    KeepFacts keep = new KeepFacts(store, fleet, sessions, presence, breaker, clock);
    EventThrottle throttle = new EventThrottle(ports.rates().events());
    FetchHello fetch = new FetchHello(ports, sessions, push);
    ReceiveHello hello =
        new ReceiveHello(fleet, sessions, presence, keep, offer, push, fetch, roots, clock);
    EncodeFirmware encode =
        new EncodeFirmware(store, fleet, ports.blobs(), owners, sweep, ports.encoding());

    return new UseCases(
        new DeviceVerbs(
            new FindPsk(credentials),
            new IdentifyDevice(fleet, credentials, authorities, quarantine, clock),
            new QuarantineDevice(store, fleet, quarantine, clock),
            new AdmitDevice(fleet),
            contact,
            hello,
            new ServeManifest(admissions, owners, ports.blobs()),
            new ServeRoot(roots),
            new ServeBlock(
                admissions,
                owners,
                ports.blobs(),
                sessions,
                new BlockThrottle(ports.rates().blocks()),
                clock),
            new RecordStatus(store, fleet, sessions, push, breaker, contact, clock),
            new RecordEvent(store, fleet, sessions, push, throttle, clock),
            new RecordGoodbye(store, fleet, sessions, presence, throttle, clock),
            push,
            new LookAfterSessions(
                sessions,
                hello,
                contact,
                fetch,
                presence,
                new CheckLife(ports, sessions, contact),
                clock),
            new LookAfterUpdates(
                turns,
                new GiveUpLost(store, fleet, sessions, breaker),
                push,
                new RepeatOffers(fleet, sessions, turns, push),
                sweep,
                clock)),
        operators(
            ports,
            new Shared(
                fleet,
                sessions,
                ledgers,
                turns,
                admissions,
                owners,
                sweep,
                offer,
                push,
                halt,
                encode,
                keys,
                roots)),
        encode,
        new KeepLedgers(ledgers));
  }

  /** By what devices are believed. */
  private record Keys(Credentials credentials, Quarantine quarantine, Authorities authorities) {}

  /** What the operators' verbs share. */
  private record Shared(
      Fleet fleet,
      Sessions sessions,
      Ledgers ledgers,
      Turns turns,
      Admissions admissions,
      BlobOwners owners,
      SweepBlobs sweep,
      OfferUpdate offer,
      PushOffers push,
      HaltRelease halt,
      EncodeFirmware encode,
      Keys keys,
      Roots roots) {}

  private static OperatorVerbs operators(Ports ports, Shared shared) {
    StateStore store = ports.state();
    InstantSource clock = ports.clock();
    Fleet fleet = shared.fleet();
    Keys keys = shared.keys();
    EditDevice edit =
        new EditDevice(store, fleet, keys.quarantine(), shared.admissions(), shared.push());
    SendCommand send = new SendCommand(store, fleet, shared.sessions(), shared.push(), clock);
    Groups groups = new Groups(store, fleet);
    NamedVersions versions = new NamedVersions();
    States states = new States(fleet, shared.sessions(), shared.turns());
    FindDevice find = new FindDevice(store, fleet, shared.sessions(), states, clock);
    DraftReleases drafts = new DraftReleases(store, fleet, groups);
    ForeseeRelease foresee = new ForeseeRelease(fleet, shared.turns(), drafts, clock);
    Roots roots = shared.roots();
    SignManifest sign = new SignManifest(ports.signing(), roots, ports.blobs());
    ResignManifests resign =
        new ResignManifests(store, fleet, ports.blobs(), shared.owners(), shared.sweep(), sign);
    AcceptManifest accept = new AcceptManifest(ports.signing(), roots);
    return new OperatorVerbs(
        AccessVerbs.assemble(ports),
        new KeepAnswers(store, fleet, clock),
        new RegisterProduct(store, fleet, clock),
        new FindProduct(store, fleet),
        new TrustAuthority(store, fleet, keys.authorities(), clock),
        new DistrustAuthority(store, fleet, keys.credentials(), keys.authorities(), ports.link()),
        new ChangeSigning(store),
        new RegisterDevice(
            store,
            fleet,
            keys.credentials(),
            keys.quarantine(),
            shared.admissions(),
            shared.push(),
            ports.link(),
            clock),
        new ListDevices(fleet, shared.sessions(), find, clock),
        new ChangeDevice(
            ports, fleet, groups, versions, keys.quarantine(), shared.admissions(), shared.push()),
        new ClaimDevice(store, fleet),
        new RemoveDevice(
            store, fleet, keys.credentials(), keys.quarantine(), shared.admissions(), ports.link()),
        new PingDevice(ports.link()),
        find,
        new ApproveDevice(edit),
        new DenyDevice(edit, ports.link()),
        new ReplaceCredential(store, fleet, keys.credentials(), ports.link()),
        new LockDevice(edit, fleet, versions, clock),
        new UnlockDevice(edit, clock),
        new RetryDevice(edit),
        new CancelUpdate(store, fleet, shared.push(), clock),
        new EndDeviceSession(send, fleet, ports.link()),
        new ResetDevice(send, fleet, shared.sessions(), ports.link()),
        new ForceUpdates(edit, fleet),
        new FlashDevice(
            ports,
            fleet,
            shared.sessions(),
            shared.owners(),
            shared.sweep(),
            new PrepareFlash(ports.blobs(), shared.owners(), sign, accept, shared.encode()),
            shared.offer(),
            shared.push()),
        new MarkDevelopment(edit, clock),
        new RenameDevice(store, fleet),
        new UploadFirmware(
            store,
            fleet,
            ports.blobs(),
            shared.owners(),
            shared.sweep(),
            sign,
            accept,
            shared.encode(),
            clock),
        new FindFirmware(fleet, ports.blobs()),
        new PublishRelease(store, fleet, drafts, foresee, shared.push(), clock),
        new ReleaseVerbs(
            new EditFirmware(store),
            new DeleteFirmware(store, fleet, versions, shared.sweep(), shared.push()),
            new WithdrawFirmware(store, shared.push(), clock),
            foresee,
            new GoBack(store, fleet, drafts, foresee, shared.push(), clock),
            shared.halt(),
            new FindHistory(store, fleet),
            new SummarizeProduct(fleet, states, clock),
            new LimitProduct(store)),
        new CreateGroup(store, groups, clock),
        new EditGroup(store, groups),
        new DeleteGroup(store, groups, shared.push(), clock),
        new FindGroups(fleet, groups),
        new GroupDevices(store, fleet, groups, shared.push(), clock),
        new FindLedger(store, shared.ledgers(), ports.meter(), clock.instant()),
        new PublishEvent(store, clock),
        new PublishRoot(store, roots, resign, ports.signing().serverKey(), clock),
        new FindRoots(fleet, roots));
  }
}
