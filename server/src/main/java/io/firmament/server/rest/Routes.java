package io.firmament.server.rest;

import static io.firmament.server.rest.Needs.ADMINISTER;
import static io.firmament.server.rest.Needs.NOTHING;
import static io.firmament.server.rest.Needs.PERHAPS;
import static io.firmament.server.rest.Needs.READ;
import static io.firmament.server.rest.Needs.TOKEN;
import static io.firmament.server.rest.Needs.WRITE;
import static io.firmament.server.rest.Route.delete;
import static io.firmament.server.rest.Route.get;
import static io.firmament.server.rest.Route.post;
import static io.firmament.server.rest.Route.put;

import io.firmament.server.app.AccessVerbs;
import io.firmament.server.app.FindLedger;
import io.firmament.server.app.OperatorVerbs;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The table of routes: all that the API answers, and what each asks of whoever comes. The first row
 * that fits decides.
 */
final class Routes {
  private static final String PRODUCT = "/v1/products/:product";
  private static final String ANY_DEVICE = "/v1/devices/:device";
  private static final String DEVICE = PRODUCT + "/devices/:device";
  private static final String FIRMWARE = PRODUCT + "/firmware/:version";

  private Routes() {}

  static List<Route> of(
      OperatorVerbs verbs,
      Named named,
      BackupSource backup,
      RestSettings settings,
      TokenTries tries,
      InstantSource clock) {
    List<Route> all = new ArrayList<>();
    all.addAll(access(verbs.access(), named, settings.limits(), tries, clock));
    all.addAll(events(verbs, named));
    all.addAll(integrations(named));
    all.addAll(products(verbs, named));
    FileSpool spool = new FileSpool(settings);
    all.addAll(devices(verbs, named, spool, clock));
    all.addAll(groups(verbs, named));
    all.addAll(vitals(verbs, named, clock));
    all.addAll(firmware(verbs, named, spool));
    all.addAll(installation(verbs, backup));
    return List.copyOf(all);
  }

  private static List<Route> access(
      AccessVerbs verbs, Named named, RestLimits limits, TokenTries tries, InstantSource clock) {
    LoginTries logins = new LoginTries(limits);
    OauthEndpoint oauth = new OauthEndpoint(verbs.logIn(), logins, clock);
    TokenEndpoints tokens = new TokenEndpoints(verbs, named, tries, clock);
    UserEndpoints users = new UserEndpoints(verbs, named, logins, clock);
    return List.of(
        post("/oauth/token", NOTHING, oauth::token),
        get("/v1/access_tokens", TOKEN, tokens::list),
        post("/v1/access_tokens", ADMINISTER, tokens::issue),
        get("/v1/access_tokens/current", TOKEN, tokens::current),
        delete("/v1/access_tokens/current", TOKEN, tokens::logOut),
        delete("/v1/access_tokens/:token", PERHAPS, tokens::revoke),
        get("/v1/user", TOKEN, users::self),
        put("/v1/user", TOKEN, users::changeSelf),
        get("/v1/users", ADMINISTER, users::list),
        post("/v1/users", ADMINISTER, users::create),
        get("/v1/users/:user", ADMINISTER, users::get),
        put("/v1/users/:user", ADMINISTER, users::change),
        delete("/v1/users/:user", ADMINISTER, users::delete));
  }

  private static List<Route> events(OperatorVerbs verbs, Named named) {
    EventEndpoints events = new EventEndpoints(named);
    PublishEndpoint publish = new PublishEndpoint(verbs.publishEvent(), named);
    return List.of(
        get("/v1/events", TOKEN, events::all),
        get("/v1/events/:prefix", TOKEN, events::all),
        post("/v1/devices/events", WRITE, publish::toAll),
        get("/v1/devices/events", TOKEN, events::ofDevices),
        get("/v1/devices/events/:prefix", TOKEN, events::ofDevices),
        get("/v1/devices/:device/events", READ, events::ofDevice),
        get("/v1/devices/:device/events/:prefix", READ, events::ofDevice),
        post(PRODUCT + "/events", WRITE, publish::toProduct),
        get(PRODUCT + "/events", READ, events::ofProduct),
        get(PRODUCT + "/events/:prefix", READ, events::ofProduct),
        get(DEVICE + "/events", READ, events::ofDevice),
        get(DEVICE + "/events/:prefix", READ, events::ofDevice));
  }

  /** Nothing here calls other services: who reads the event stream does. */
  private static List<Route> integrations(Named named) {
    IntegrationEndpoints integrations = new IntegrationEndpoints(named);
    return List.of(
        get("/v1/webhooks", TOKEN, integrations::list),
        get("/v1/integrations", TOKEN, integrations::list),
        get(PRODUCT + "/webhooks", READ, integrations::ofProduct),
        get(PRODUCT + "/integrations", READ, integrations::ofProduct));
  }

  private static List<Route> products(OperatorVerbs verbs, Named named) {
    ProductEndpoints products = new ProductEndpoints(verbs, named);
    SummaryEndpoint summary = new SummaryEndpoint(verbs.releases().summarizeProduct(), named);
    AuthorityEndpoints authorities = new AuthorityEndpoints(verbs, named);
    return List.of(
        get("/v1/products", TOKEN, products::list),
        get("/v1/user/products", TOKEN, products::list),
        post("/v1/products", ADMINISTER, products::create),
        get(PRODUCT, READ, products::get),
        put(PRODUCT, ADMINISTER, products::change),
        get(PRODUCT + "/summary", READ, summary::get),
        get(PRODUCT + "/authorities", READ, authorities::list),
        post(PRODUCT + "/authorities", ADMINISTER, authorities::add),
        delete(PRODUCT + "/authorities/:authority", ADMINISTER, authorities::remove));
  }

  private static List<Route> devices(
      OperatorVerbs verbs, Named named, FileSpool spool, InstantSource clock) {
    DeviceEndpoints devices = new DeviceEndpoints(verbs, named);
    DeviceList list = new DeviceList(verbs.listDevices(), named);
    DeviceChanges changes =
        new DeviceChanges(verbs, named, new DeviceFlash(verbs.flashDevice(), spool), clock);
    CommandEndpoints commands = new CommandEndpoints(verbs, named);
    DeviceImport addition = new DeviceImport(verbs, named);
    List<Route> routes = new ArrayList<>();
    routes.add(get("/v1/devices", TOKEN, list::ofAll));
    routes.add(post("/v1/devices", WRITE, devices::claim));
    routes.add(delete(ANY_DEVICE, WRITE, devices::unclaim));
    routes.add(get(PRODUCT + "/devices", READ, list::ofProduct));
    routes.add(post(PRODUCT + "/devices", WRITE, addition::add));
    routes.add(put(PRODUCT + "/devices", WRITE, changes::several));
    routes.add(delete(DEVICE, WRITE, devices::remove));
    routes.add(delete(DEVICE + "/owner", WRITE, devices::unclaim));
    routes.addAll(ofDevice(ANY_DEVICE, devices, changes, commands));
    routes.addAll(ofDevice(DEVICE, devices, changes, commands));
    return routes;
  }

  /** A device is found everywhere and in its product. */
  private static List<Route> ofDevice(
      String device, DeviceEndpoints devices, DeviceChanges changes, CommandEndpoints commands) {
    return List.of(
        get(device, READ, devices::get),
        put(device, WRITE, changes::one),
        get(device + "/explain", READ, devices::explain),
        get(device + "/history", READ, devices::history),
        put(device + "/ping", WRITE, devices::ping),
        put(device + "/reset", WRITE, commands::reset),
        delete(device + "/session", WRITE, commands::endSession),
        get(device + "/:name", READ, devices::variable),
        post(device + "/:name", WRITE, devices::function));
  }

  private static List<Route> groups(OperatorVerbs verbs, Named named) {
    GroupEndpoints groups = new GroupEndpoints(verbs, named);
    String group = PRODUCT + "/groups/:group";
    return List.of(
        get(PRODUCT + "/groups", READ, groups::list),
        post(PRODUCT + "/groups", WRITE, groups::create),
        get(group, READ, groups::get),
        put(group, WRITE, groups::edit),
        delete(group, WRITE, groups::delete));
  }

  private static List<Route> vitals(OperatorVerbs verbs, Named named, InstantSource clock) {
    VitalsEndpoints vitals = new VitalsEndpoints(verbs, named, clock);
    List<Route> routes = new ArrayList<>();
    for (String before : List.of("/v1", PRODUCT)) {
      String device = before + "/diagnostics/:device";
      routes.add(get(device, READ, vitals::list));
      routes.add(get(device + "/last", READ, vitals::last));
      routes.add(get(device + "/metadata", READ, vitals::metadata));
      routes.add(post(device + "/update", WRITE, vitals::update));
    }
    routes.add(get(PRODUCT + "/metrics/:metric", READ, vitals::metrics));
    return routes;
  }

  private static List<Route> firmware(OperatorVerbs verbs, Named named, FileSpool spool) {
    FirmwareEndpoints firmware = new FirmwareEndpoints(verbs, named);
    FirmwareUpload upload = new FirmwareUpload(verbs.uploadFirmware(), named, spool);
    ReleaseEndpoints releases = new ReleaseEndpoints(verbs, named);
    String release = PRODUCT + "/firmware/release";
    return List.of(
        get(PRODUCT + "/firmware", READ, firmware::list),
        post(PRODUCT + "/firmware", WRITE, upload::upload),
        put(release, WRITE, releases::release),
        post(release + "/dry-run", READ, releases::dryRun),
        put(release + "/previous", WRITE, releases::previous),
        get(FIRMWARE, READ, firmware::get),
        put(FIRMWARE, WRITE, firmware::edit),
        delete(FIRMWARE, WRITE, firmware::delete),
        get(FIRMWARE + "/binary", READ, firmware::binary),
        put(FIRMWARE + "/withdraw", WRITE, firmware::withdraw),
        post("/v1/binaries", TOKEN, firmware::compile),
        get(PRODUCT + "/releases", READ, releases::list),
        put(PRODUCT + "/releases/:number/halt", WRITE, releases::halt),
        put(PRODUCT + "/releases/:number/resume", WRITE, releases::resume),
        get(PRODUCT + "/impact", READ, releases::impact));
  }

  private static List<Route> installation(OperatorVerbs verbs, BackupSource backup) {
    RootEndpoints roots = new RootEndpoints(verbs);
    return List.of(
        get("/v1/roots", TOKEN, roots::list),
        post("/v1/roots", ADMINISTER, roots::publish),
        get("/v1/roots/:number", TOKEN, roots::get),
        get("/v1/traffic", ADMINISTER, call -> traffic(verbs.findLedger())),
        get("/v1/backup", ADMINISTER, call -> backup(backup)),
        get("/openapi.json", NOTHING, new OpenApi()::get));
  }

  private static Answer traffic(FindLedger ledger) {
    return Answer.ok(LedgerJson.of(ledger.port(), ledger.since()));
  }

  private static Answer backup(BackupSource source) {
    return new Answer.File(OptionalLong.empty(), source::writeTo);
  }
}
