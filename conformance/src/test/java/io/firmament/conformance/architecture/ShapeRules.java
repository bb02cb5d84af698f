package io.firmament.conformance.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;

/** Rules 8, 9 and 10: what a value, a process and an exception look like. */
final class ShapeRules {
  /**
   * Too wide to say anything. {@link AssertionError} is not among them: it marks what cannot
   * happen, such as a platform without SHA-256, and so is as specific as such a case can be.
   */
  private static final Set<String> UNSPECIFIC =
      Set.of(
          "java.lang.Throwable",
          "java.lang.Exception",
          "java.lang.RuntimeException",
          "java.lang.Error");

  private static final Set<JavaModifier> CONSTANT =
      Set.of(JavaModifier.PUBLIC, JavaModifier.STATIC, JavaModifier.FINAL);

  private static final Set<String> OF_THE_PROCESS =
      Set.of(
          "exit",
          "getenv",
          "out",
          "err",
          "in",
          "console",
          "setOut",
          "setErr",
          "setIn",
          "halt",
          "addShutdownHook");

  private static final List<String> EMPTY_NAMES =
      List.of("Manager", "Helper", "Util", "Utils", "Impl");

  private ShapeRules() {}

  static ArchRule valuesAreValues(House house) {
    return classes()
        .that()
        .resideInAnyPackage(house.room("protocol.value"), house.room("protocol.message"))
        .and()
        .areTopLevelClasses()
        .and()
        .areNotAssignableTo(Throwable.class)
        .and(describe("are not a package's description", ShapeRules::isNotPackageInfo))
        .should(
            be(
                describe(
                    "records, enums, sealed interfaces or lists of constants",
                    type ->
                        type.isRecord()
                            || type.isEnum()
                            || (type.isInterface() && type.reflect().isSealed())
                            || isListOfConstants(type))));
  }

  static ArchRule fieldsAreFinal(House house) {
    return fields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAnyPackage(house.pure())
        .and(describe("are not a machine's", field -> !isMachine(field)))
        .and(describe("can be seen from outside", field -> !livesForOneCall(field.getOwner())))
        .should()
        .beFinal();
  }

  static ArchRule noStaticMutableState(House house) {
    return fields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat()
        .resideInAPackage(house.everything())
        .should()
        .beFinal();
  }

  static ArchRule onlyMainOwnsTheProcess(House house) {
    return noClasses()
        .that()
        .resideInAPackage(house.everything())
        .and(describe("are not a Main", type -> !outermost(type).getSimpleName().endsWith("Main")))
        .should()
        .accessTargetWhere(describe("the process is taken hold of", ShapeRules::ownsTheProcess));
  }

  static ArchRule exceptionsAreFinal(House house) {
    return classes()
        .that()
        .resideInAPackage(house.everything())
        .and()
        .areAssignableTo(Throwable.class)
        .should()
        .haveModifier(JavaModifier.FINAL);
  }

  static ArchRule noUnspecificExceptions(House house) {
    return noClasses()
        .that()
        .resideInAPackage(house.everything())
        .should()
        .accessTargetWhere(
            describe("an unspecific exception is made", ShapeRules::makesUnspecificException));
  }

  static ArchRule noUnspecificThrows(House house) {
    return codeUnits()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage(house.everything())
        .should(be(describe("specific in what they throw", ShapeRules::throwsNothingUnspecific)));
  }

  static ArchRule noUnspecificCatch(House house) {
    return codeUnits()
        .that()
        .areDeclaredInClassesThat()
        .resideInAnyPackage(house.pure())
        .should(be(describe("specific in what they catch", ShapeRules::catchesNothingUnspecific)));
  }

  static ArchRule namesSayWhatItIs(House house) {
    return noClasses()
        .that()
        .resideInAPackage(house.everything())
        .should(
            be(
                describe(
                    "called Manager, Helper, Util or Impl",
                    type -> EMPTY_NAMES.stream().anyMatch(type.getSimpleName()::endsWith))));
  }

  private static boolean isNotPackageInfo(JavaClass type) {
    return !type.getSimpleName().equals("package-info");
  }

  private static boolean isMachine(JavaField field) {
    return outermost(field.getOwner()).getSimpleName().endsWith("Machine");
  }

  /** Names for what is sent: nobody can make one, and nothing but constants is in it. */
  private static boolean isListOfConstants(JavaClass type) {
    return cannotBeMade(type)
        && type.getMethods().isEmpty()
        && type.getFields().stream().allMatch(field -> field.getModifiers().containsAll(CONSTANT));
  }

  /**
   * A cursor over octets, say: made inside one static method and used there. Since nobody else can
   * make one or call it, its state is that method's, spread over several.
   */
  private static boolean livesForOneCall(JavaClass type) {
    return cannotBeMade(type)
        && type.getMethods().stream()
            .map(JavaMethod::getModifiers)
            .allMatch(
                has -> has.contains(JavaModifier.STATIC) || has.contains(JavaModifier.PRIVATE))
        && type.getMethods().stream().noneMatch(method -> method.getRawReturnType().equals(type));
  }

  private static boolean cannotBeMade(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.FINAL)
        && type.getConstructors().stream()
            .allMatch(constructor -> constructor.getModifiers().contains(JavaModifier.PRIVATE));
  }

  private static boolean ownsTheProcess(JavaAccess<?> access) {
    String name = access.getTarget().getName();
    JavaClass owner = access.getTargetOwner();
    return ((owner.isEquivalentTo(System.class) || owner.isEquivalentTo(Runtime.class))
            && OF_THE_PROCESS.contains(name))
        || (owner.isAssignableTo(Throwable.class)
            && access.getTarget().getFullName().endsWith("printStackTrace()"));
  }

  /** A call of {@code super(…)} in an exception's constructor is how a specific one is made. */
  private static boolean makesUnspecificException(JavaAccess<?> access) {
    JavaClass made = access.getTargetOwner();
    boolean specific =
        access.getOrigin() instanceof JavaConstructor
            && access.getOriginOwner().isAssignableTo(Throwable.class);
    return access.getTarget().getName().equals(JavaConstructor.CONSTRUCTOR_NAME)
        && UNSPECIFIC.contains(made.getName())
        && !specific;
  }

  private static boolean throwsNothingUnspecific(JavaCodeUnit code) {
    return code.getExceptionTypes().stream().noneMatch(ShapeRules::isUnspecific);
  }

  /** {@code Throwable} is left out: the compiler catches it for every try-with-resources. */
  private static boolean catchesNothingUnspecific(JavaCodeUnit code) {
    return code.getTryCatchBlocks().stream()
        .flatMap(block -> block.getCaughtThrowables().stream())
        .noneMatch(type -> isUnspecific(type) && !type.isEquivalentTo(Throwable.class));
  }

  private static boolean isUnspecific(JavaClass type) {
    return UNSPECIFIC.contains(type.getName());
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(ShapeRules::outermost).orElse(type);
  }
}
