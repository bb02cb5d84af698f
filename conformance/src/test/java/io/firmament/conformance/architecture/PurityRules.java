package io.firmament.conformance.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * Rule 7: pure code is handed time and chance, and does not wait. The certificates' module is held
 * to the first two as well. Calls and method references are seen alike.
 */
final class PurityRules {
  private static final Set<String> CHANCE =
      Set.of(
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.security.SecureRandom",
          "java.util.concurrent.ThreadLocalRandom");

  private PurityRules() {}

  static ArchRule timeIsPassedIn(House house) {
    return noClasses()
        .that()
        .resideInAnyPackage(pureAndCerts(house))
        .should()
        .accessTargetWhere(
            describe("the clock of the machine is read", PurityRules::readsTheClock));
  }

  static ArchRule chanceIsPassedIn(House house) {
    return noClasses()
        .that()
        .resideInAnyPackage(pureAndCerts(house))
        .should()
        .accessTargetWhere(describe("chance is made here", PurityRules::makesChance));
  }

  static ArchRule noThreads(House house) {
    DescribedPredicate<JavaClass> concurrent =
        describe(
            "start, hold or lock threads",
            type ->
                type.isEquivalentTo(Thread.class)
                    || type.isEquivalentTo(ThreadLocal.class)
                    || type.getPackageName().startsWith("java.util.concurrent"));
    return noClasses()
        .that()
        .resideInAnyPackage(house.pure())
        .should()
        .dependOnClassesThat(concurrent)
        .orShould()
        .accessTargetWhere(describe("a monitor is waited for", PurityRules::waits));
  }

  private static boolean readsTheClock(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getTarget().getName();
    return switch (owner) {
      case "java.lang.System" -> name.equals("nanoTime") || name.equals("currentTimeMillis");
      case "java.time.Clock" -> name.startsWith("system") || name.startsWith("tick");
      case "java.time.InstantSource" -> name.equals("system");
      case "java.util.Date", "java.util.Calendar", "java.util.GregorianCalendar" ->
          name.equals("<init>") || name.equals("getInstance");
      default ->
          owner.startsWith("java.time.")
              && name.equals("now")
              && !access.getTarget().getFullName().contains(Clock.class.getName());
    };
  }

  private static boolean makesChance(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getTarget().getName();
    return (CHANCE.contains(owner)
            && List.of("<init>", "current", "getInstance", "getInstanceStrong").contains(name))
        || (owner.equals("java.lang.Math") && name.equals("random"))
        || (owner.equals("java.util.UUID") && name.equals("randomUUID"))
        || (owner.equals("java.util.Collections")
            && name.equals("shuffle")
            && !access.getTarget().getFullName().contains("Random"));
  }

  private static boolean waits(JavaAccess<?> access) {
    return access.getTargetOwner().isEquivalentTo(Object.class)
        && List.of("wait", "notify", "notifyAll").contains(access.getTarget().getName());
  }

  private static String[] pureAndCerts(House house) {
    return House.rooms(List.of(house.pure()), house.room("certs"));
  }
}
