package io.firmament.conformance.architecture;

import com.tngtech.archunit.lang.ArchRule;
import java.util.function.Function;

/** Every rule about classes; the number is the one of the list in docs/adr/0002. */
enum HouseRule {
  R01_PROTOCOL_IS_ALONE(DirectionRules::protocolIsAlone),
  R02_DEVICE_CORE_IS_PURE(DirectionRules::deviceCoreIsPure),
  R02_EMULATED_LINKS_ARE_PURE(DirectionRules::emulatedLinksArePure),
  R02_SERVER_CORE_IS_PURE(DirectionRules::serverCoreIsPure),
  R02_SERVER_CORE_LOOKS_RIGHT_ONLY(DirectionRules::serverCoreLooksRightOnly),
  R03_SERVER_DOES_NOT_SEE_THE_DEVICE(DirectionRules::serverDoesNotSeeTheDevice),
  R03_DEVICE_DOES_NOT_SEE_THE_SERVER(DirectionRules::deviceDoesNotSeeTheServer),
  R03_CERTS_KNOWS_NOBODY(DirectionRules::certsKnowsNobody),
  R03_NOBODY_SEES_THE_COMMAND_LINE(DirectionRules::nobodySeesTheCommandLine),
  R04_CALIFORNIUM_HAS_TWO_DOORS(VendorRules::californium),
  R04_MAPDB_HAS_ONE_DOOR(VendorRules::mapDb),
  R04_BOUNCY_CASTLE_HAS_ONE_DOOR(VendorRules::bouncyCastle),
  R04_CORRETTO_HAS_ONE_DOOR(VendorRules::corretto),
  R04_JETTY_HAS_ONE_DOOR(VendorRules::jetty),
  R04_PICOCLI_HAS_ONE_DOOR(VendorRules::picocli),
  R04_COMPRESSION_HAS_ONE_DOOR(VendorRules::compression),
  R04_NOBODY_USES_WHAT_VENDORS_BRING_ALONG(VendorRules::passengers),
  R05_DOORS_DO_NOT_KNOW_EACH_OTHER(DirectionRules::doorsDoNotKnowEachOther),
  R05_DOORS_DO_NOT_KNOW_WHO_ASSEMBLES_THEM(DirectionRules::doorsDoNotKnowTheAssembly),
  R05_USE_CASES_DO_NOT_KNOW_DOORS(DirectionRules::useCasesDoNotKnowDoors),
  R06_NO_CYCLES(DirectionRules::noCycles),
  R07_TIME_IS_PASSED_IN(PurityRules::timeIsPassedIn),
  R07_CHANCE_IS_PASSED_IN(PurityRules::chanceIsPassedIn),
  R07_NO_THREADS_IN_PURE_CODE(PurityRules::noThreads),
  R08_VALUES_ARE_RECORDS_ENUMS_OR_SEALED(ShapeRules::valuesAreValues),
  R08_FIELDS_IN_PURE_CODE_ARE_FINAL(ShapeRules::fieldsAreFinal),
  R08_NO_STATIC_MUTABLE_STATE(ShapeRules::noStaticMutableState),
  R09_ONLY_MAIN_OWNS_THE_PROCESS(ShapeRules::onlyMainOwnsTheProcess),
  R10_EXCEPTIONS_ARE_FINAL(ShapeRules::exceptionsAreFinal),
  R10_NOBODY_MAKES_AN_UNSPECIFIC_EXCEPTION(ShapeRules::noUnspecificExceptions),
  R10_NOBODY_DECLARES_AN_UNSPECIFIC_EXCEPTION(ShapeRules::noUnspecificThrows),
  R10_PURE_CODE_CATCHES_NO_UNSPECIFIC_EXCEPTION(ShapeRules::noUnspecificCatch),
  NAMES_SAY_WHAT_IT_IS(ShapeRules::namesSayWhatItIs);

  private final Function<House, ArchRule> rule;

  HouseRule(Function<House, ArchRule> rule) {
    this.rule = rule;
  }

  /** The rule for one house. Rooms that are not built yet keep it trivially. */
  ArchRule in(House house) {
    return rule.apply(house).allowEmptyShould(true).as(name());
  }
}
