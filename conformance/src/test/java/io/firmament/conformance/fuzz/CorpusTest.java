package io.firmament.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.File;
import java.net.URL;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without a corpus a fuzz target passes, too: so it is looked at where it lies. */
class CorpusTest {
  private static final int LEAST_INPUTS = 20;
  private static final int MOST_OCTETS = 4096;

  @ParameterizedTest
  @ValueSource(
      classes = {
        CodingFuzzTest.class,
        DoorFuzzTest.class,
        ImageFuzzTest.class,
        MessageFuzzTest.class,
        TrustFuzzTest.class
      })
  void each_target_has_one_of_small_inputs_where_its_replay_looks_for_it(Class<?> target)
      throws Exception {
    List<String> methods =
        Arrays.stream(target.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(FuzzTest.class))
            .map(method -> method.getName())
            .toList();
    assertThat(methods).hasSize(1);
    URL folder = target.getResource(target.getSimpleName() + "Inputs/" + methods.get(0));
    File[] inputs = new File(folder.toURI()).listFiles();
    assertThat(inputs).hasSizeGreaterThanOrEqualTo(LEAST_INPUTS);
    assertThat(inputs).allMatch(input -> input.length() <= MOST_OCTETS);
  }
}
