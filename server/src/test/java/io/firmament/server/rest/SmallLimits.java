package io.firmament.server.rest;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What a server starts with, but for what a test cannot wait for or cannot fill. */
final class SmallLimits {
  private SmallLimits() {}

  /**
   * The limits of an installation with some of them set anew.
   *
   * @param set by the names of {@link RestLimits}
   */
  static RestLimits of(Map<String, Object> set) {
    Map<String, Object> left = new HashMap<>(set);
    RecordComponent[] all = RestLimits.class.getRecordComponents();
    try {
      Object[] values = new Object[all.length];
      for (int i = 0; i < all.length; i++) {
        Object usual = all[i].getAccessor().invoke(RestLimits.DEFAULT);
        Object wanted = left.remove(all[i].getName());
        values[i] = wanted == null ? usual : wanted;
      }
      if (!left.isEmpty()) {
        throw new AssertionError("there are no such limits: " + left.keySet());
      }
      Class<?>[] types = Arrays.stream(all).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return RestLimits.class.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("a record can be taken apart and put together", e);
    }
  }
}
