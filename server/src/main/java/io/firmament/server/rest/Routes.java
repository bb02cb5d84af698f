package io.firmament.server.rest;

import static io.firmament.server.rest.Route.delete;
import static io.firmament.server.rest.Route.get;
import static io.firmament.server.rest.Route.post;
import static io.firmament.server.rest.Route.put;

import io.firmament.server.app.OperatorVerbs;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;

/** The table of routes: all that the API answers. The first row that fits decides. */
final class Routes {
  private static final String PRODUCT = "/v1/products/:product";
  private static final String DEVICE = PRODUCT + "/devices/:device";
  private static final String FIRMWARE = PRODUCT + "/firmware/:version";

  private Routes() {}

  static List<Route> of(
      OperatorVerbs verbs, BackupSource backup, RestSettings settings, InstantSource clock) {
    Named named = new Named(verbs.findProduct(), verbs.findDevice());
    ProductEndpoints products = new ProductEndpoints(verbs, named);
    DeviceEndpoints devices = new DeviceEndpoints(verbs, named, clock);
    CommandEndpoints commands = new CommandEndpoints(verbs, named);
    DeviceImport addition = new DeviceImport(verbs, named);
    AuthorityEndpoints authorities = new AuthorityEndpoints(verbs, named);
    FirmwareEndpoints firmware = new FirmwareEndpoints(verbs.findFirmware(), named);
    FirmwareUpload upload = new FirmwareUpload(verbs.uploadFirmware(), named, settings);
    ReleaseEndpoints releases = new ReleaseEndpoints(verbs, named);
    EventEndpoints events = new EventEndpoints(named);
    RootEndpoints roots = new RootEndpoints(verbs);
    return List.of(
        get("/v1/products", products::list),
        get("/v1/user/products", products::list),
        post("/v1/products", products::create),
        get(PRODUCT, products::get),
        put(PRODUCT, products::change),
        get("/v1/events", events::all),
        get("/v1/events/:prefix", events::all),
        get("/v1/devices/events", events::ofDevices),
        get("/v1/devices/events/:prefix", events::ofDevices),
        get("/v1/devices/:device/events", events::ofDevice),
        get("/v1/devices/:device/events/:prefix", events::ofDevice),
        get(PRODUCT + "/events", events::ofProduct),
        get(PRODUCT + "/events/:prefix", events::ofProduct),
        get(DEVICE + "/events", events::ofDevice),
        get(DEVICE + "/events/:prefix", events::ofDevice),
        get("/v1/devices/:device", devices::get),
        put("/v1/devices/:device", devices::change),
        get("/v1/devices/:device/explain", devices::explain),
        put("/v1/devices/:device/reset", commands::reset),
        delete("/v1/devices/:device/session", commands::endSession),
        get(PRODUCT + "/devices", devices::list),
        post(PRODUCT + "/devices", addition::add),
        get(DEVICE, devices::get),
        put(DEVICE, devices::change),
        delete(DEVICE, devices::delete),
        get(DEVICE + "/explain", devices::explain),
        put(DEVICE + "/reset", commands::reset),
        delete(DEVICE + "/session", commands::endSession),
        get(PRODUCT + "/authorities", authorities::list),
        post(PRODUCT + "/authorities", authorities::add),
        delete(PRODUCT + "/authorities/:authority", authorities::remove),
        get(PRODUCT + "/firmware", firmware::list),
        post(PRODUCT + "/firmware", upload::upload),
        put(PRODUCT + "/firmware/release", releases::release),
        get(FIRMWARE, firmware::get),
        get(FIRMWARE + "/binary", firmware::binary),
        get("/v1/roots", roots::list),
        post("/v1/roots", roots::publish),
        get("/v1/roots/:number", roots::get),
        get("/v1/backup", call -> backup(backup)));
  }

  private static Answer backup(BackupSource source) {
    return new Answer.File(OptionalLong.empty(), source::writeTo);
  }
}
