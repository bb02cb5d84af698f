package io.firmament.server.targeting;

import io.firmament.protocol.value.Digest;
import io.firmament.server.release.Release;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * That somebody saw what a release would do. It guards against slips, not against enemies: whoever
 * may release may also make one up.
 *
 * @param wish what was to be released to whom, in place of what: 16 hexadecimal digits
 * @param updates how many devices it would update
 * @param back how many of them it would take back
 */
public record Confirmation(String wish, int updates, int back) {
  private static final Pattern FORM = Pattern.compile("([0-9a-f]{16})-([0-9]{1,9})-([0-9]{1,9})");

  /** What releases are about: the same for the dry run and what follows it, unless others came. */
  public static String digest(List<Release> releases) {
    StringBuilder text = new StringBuilder();
    for (Release release : releases) {
      text.append(release.product())
          .append('/')
          .append(release.scope())
          .append('/')
          .append(release.version())
          .append('/')
          .append(release.intelligent())
          .append('/')
          .append(release.before())
          .append('\n');
    }
    return Digest.of(text.toString().getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
  }

  /** Reads what {@link #toString} wrote; empty where it is something else. */
  public static Optional<Confirmation> read(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(
            new Confirmation(
                form.group(1), Integer.parseInt(form.group(2)), Integer.parseInt(form.group(3))))
        : Optional.empty();
  }

  /** Whether what would happen now is no more than what was seen then. */
  public boolean covers(Confirmation now) {
    return wish.equals(now.wish) && now.updates <= updates && now.back <= back;
  }

  @Override
  public String toString() {
    return wish + "-" + updates + "-" + back;
  }
}
