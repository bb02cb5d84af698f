package io.firmament.server.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.firmament.server.app.PortTraffic;
import io.firmament.server.transfer.DeviceLedger;
import io.firmament.server.transfer.Octets;
import io.firmament.server.transfer.UpdateBytes;
import io.firmament.server.transfer.WireBytes;
import java.time.Instant;

/** What crossed the wire for a device, in octets of UDP payload. */
final class LedgerJson {
  private LedgerJson() {}

  /** Of a device, since it is counted. */
  static ObjectNode of(DeviceLedger ledger) {
    return bytes(ledger.all()).put("since", ledger.since().toString());
  }

  /** Of an update; {@code whole} is false where a killed server took some of it with it. */
  static ObjectNode of(UpdateBytes update) {
    return bytes(update.bytes()).put("whole", update.whole());
  }

  /**
   * Of the devices' port.
   *
   * @param since when it began to count
   */
  static ObjectNode of(PortTraffic port, Instant since) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("since", since.toString());
    json.set("devices", bytes(port.devices()));
    json.set("unattributed", octets(port.unattributed()));
    json.set("total", octets(port.total()));
    return json;
  }

  private static ObjectNode bytes(WireBytes bytes) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("handshake", octets(bytes.handshake()));
    json.set("control", octets(bytes.control()));
    json.set("firmware", octets(bytes.firmware()));
    json.set("repeated", octets(bytes.repeated()));
    json.set("total", octets(bytes.total()));
    return json;
  }

  private static ObjectNode octets(Octets octets) {
    return JsonNodeFactory.instance.objectNode().put("up", octets.up()).put("down", octets.down());
  }
}
