package io.firmament.conformance.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;

/** What pure code may use of the JDK: values, buffers, streams in memory, digests and keys. */
final class JdkList extends DescribedPredicate<JavaClass> {
  private static final Set<String> PACKAGES =
      Set.of(
          "java.lang",
          "java.lang.annotation",
          "java.lang.invoke",
          "java.lang.runtime",
          "java.util",
          "java.util.function",
          "java.util.regex",
          "java.util.stream",
          "java.util.zip",
          "java.nio",
          "java.nio.charset",
          "java.io",
          "java.time",
          "java.time.format",
          "java.time.temporal",
          "java.math",
          "java.security",
          "java.security.interfaces",
          "java.security.spec");

  /** In those packages, but they reach the world outside. */
  private static final Set<String> EXCEPT =
      Set.of(
          "java.lang.InheritableThreadLocal",
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.ProcessHandle",
          "java.lang.Runtime",
          "java.lang.Thread",
          "java.lang.ThreadGroup",
          "java.lang.ThreadLocal",
          "java.util.Scanner",
          "java.util.Timer",
          "java.util.TimerTask",
          "java.util.zip.ZipFile",
          "java.nio.MappedByteBuffer",
          "java.io.Console",
          "java.io.File",
          "java.io.FileDescriptor",
          "java.io.FileInputStream",
          "java.io.FileOutputStream",
          "java.io.FileReader",
          "java.io.FileWriter",
          "java.io.ObjectInputStream",
          "java.io.ObjectOutputStream",
          "java.io.RandomAccessFile",
          "java.security.KeyStore",
          "java.security.Provider",
          "java.security.Security");

  JdkList() {
    super("are on the list of JDK classes for pure code");
  }

  @Override
  public boolean test(JavaClass type) {
    JavaClass base = type.getBaseComponentType();
    return base.isPrimitive()
        || (PACKAGES.contains(base.getPackageName()) && !EXCEPT.contains(outermost(base)));
  }

  private static String outermost(JavaClass type) {
    int nested = type.getName().indexOf('$');
    return nested < 0 ? type.getName() : type.getName().substring(0, nested);
  }
}
