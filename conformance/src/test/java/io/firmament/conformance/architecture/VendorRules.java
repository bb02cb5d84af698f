package io.firmament.conformance.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;

/** Rule 4: what others made is seen at one door each, so that it can be replaced there. */
final class VendorRules {
  static final String CASTLE = "org.bouncycastle..";
  static final String CORRETTO = "com.amazon.corretto..";

  static final String[] COMPRESSION = {"org.tukaani.xz..", "com.github.luben.zstd.."};

  /** Brought along by MapDB and the JDK; none is ours to use. */
  private static final String[] PASSENGERS = {
    "com.google.common..",
    "com.sun..",
    "jdk.internal..",
    "kotlin..",
    "net.jpountz..",
    "org.eclipse.collections..",
    "sun.."
  };

  private VendorRules() {}

  static ArchRule californium(House house) {
    return only(
        new String[] {house.room("server.coap"), house.room("device.link")},
        "org.eclipse.californium..");
  }

  static ArchRule mapDb(House house) {
    return only(new String[] {house.room("server.store")}, "org.mapdb..");
  }

  static ArchRule bouncyCastle(House house) {
    return only(new String[] {house.room("certs")}, CASTLE);
  }

  static ArchRule corretto(House house) {
    return only(new String[] {house.room("certs")}, CORRETTO);
  }

  static ArchRule jetty(House house) {
    return only(new String[] {house.room("server.rest")}, "org.eclipse.jetty..");
  }

  static ArchRule picocli(House house) {
    return only(new String[] {house.room("cli")}, "picocli..");
  }

  static ArchRule compression(House house) {
    return only(new String[] {house.room("protocol.coding")}, COMPRESSION);
  }

  static ArchRule passengers(House house) {
    return noClasses()
        .that()
        .resideInAPackage(house.everything())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PASSENGERS);
  }

  private static ArchRule only(String[] doors, String... vendor) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(doors)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(vendor);
  }
}
