package io.firmament.conformance.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.ArrayList;
import java.util.List;

/** Rules 1, 2, 3, 5 and 6: who may look at whom. */
final class DirectionRules {
  private DirectionRules() {}

  static ArchRule protocolIsAlone(House house) {
    DescribedPredicate<JavaClass> alone =
        new JdkList().or(resideInAnyPackage(house.room("protocol")));
    DescribedPredicate<JavaClass> withCompression =
        alone.or(resideInAnyPackage(VendorRules.COMPRESSION));
    String coding = house.room("protocol.coding");
    return CompositeArchRule.of(
            classes()
                .that()
                .resideInAPackage(house.room("protocol"))
                .and()
                .resideOutsideOfPackage(coding)
                .should()
                .onlyDependOnClassesThat(alone))
        .and(
            classes()
                .that()
                .resideInAPackage(coding)
                .should()
                .onlyDependOnClassesThat(withCompression)
                .allowEmptyShould(true));
  }

  static ArchRule deviceCoreIsPure(House house) {
    return onlyPure(new String[] {house.room("device.core")}, house);
  }

  static ArchRule emulatedLinksArePure(House house) {
    return onlyPure(new String[] {house.room("device.emulation")}, house);
  }

  static ArchRule serverCoreIsPure(House house) {
    return onlyPure(House.rooms(house.serverCoreInOrder()), house);
  }

  private static ArchRule onlyPure(String[] rooms, House house) {
    return classes()
        .that()
        .resideInAnyPackage(rooms)
        .should()
        .onlyDependOnClassesThat(
            new JdkList()
                .or(resideInAnyPackage(rooms))
                .or(resideInAnyPackage(house.room("protocol"))));
  }

  static ArchRule serverCoreLooksRightOnly(House house) {
    List<String> order = house.serverCoreInOrder();
    List<ArchRule> rules = new ArrayList<>();
    for (int i = 1; i < order.size(); i++) {
      rules.add(
          noClasses()
              .that()
              .resideInAPackage(order.get(i))
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(order.subList(0, i).toArray(String[]::new))
              .allowEmptyShould(true));
    }
    return CompositeArchRule.of(rules);
  }

  static ArchRule serverDoesNotSeeTheDevice(House house) {
    return neverSees(house.room("server"), house.room("device"));
  }

  static ArchRule deviceDoesNotSeeTheServer(House house) {
    return neverSees(house.room("device"), house.room("server"));
  }

  static ArchRule certsKnowsNobody(House house) {
    return classes()
        .that()
        .resideInAPackage(house.room("certs"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            house.room("certs"),
            "java..",
            "javax.crypto..",
            "javax.security..",
            VendorRules.CASTLE,
            VendorRules.CORRETTO);
  }

  static ArchRule nobodySeesTheCommandLine(House house) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(house.room("cli"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(house.room("cli"));
  }

  static ArchRule doorsDoNotKnowEachOther(House house) {
    List<ArchRule> rules = new ArrayList<>();
    for (List<String> doors : List.of(house.serverDoors(), house.deviceDoors())) {
      for (String door : doors) {
        List<String> others = new ArrayList<>(doors);
        others.remove(door);
        rules.add(
            noClasses()
                .that()
                .resideInAPackage(door)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others.toArray(String[]::new))
                .allowEmptyShould(true));
      }
    }
    return CompositeArchRule.of(rules);
  }

  static ArchRule doorsDoNotKnowTheAssembly(House house) {
    return noClasses()
        .that()
        .resideInAnyPackage(House.rooms(house.serverDoors()))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(house.roomAlone("server"), house.room("server.config"));
  }

  static ArchRule useCasesDoNotKnowDoors(House house) {
    return noClasses()
        .that()
        .resideInAPackage(house.room("server.app"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            House.rooms(
                house.serverDoors(), house.roomAlone("server"), house.room("server.config")));
  }

  static ArchRule noCycles(House house) {
    return slices().matching(house.root() + ".(**)").should().beFreeOfCycles();
  }

  private static ArchRule neverSees(String here, String there) {
    return noClasses()
        .that()
        .resideInAPackage(here)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(there);
  }
}
