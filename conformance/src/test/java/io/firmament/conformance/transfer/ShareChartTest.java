package io.firmament.conformance.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ShareChartTest {
  private static final int HEIGHT = 380;
  private static final ShareChart CHART =
      new ShareChart(
          "Ours & the <peer's>",
          List.of(
              new ShareChart.Group("wifi", OptionalDouble.of(90), OptionalDouble.of(4.5)),
              new ShareChart.Group("lte-m", OptionalDouble.of(45), OptionalDouble.empty())));

  @Test
  void is_well_formed_and_has_its_title_axis_unit_and_labels_as_text() throws Exception {
    Document svg = parsed();

    assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
    assertThat(texts(svg))
        .contains("Ours & the <peer's>", "share of the link, %", "0", "100", "wifi", "lte-m")
        .contains("90.0", "4.5", "45.0", "–");
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("Ours & the <peer's>");
  }

  @Test
  void bars_are_as_high_as_their_shares_and_stand_on_the_axis() throws Exception {
    List<Element> ours = bars("ours");
    List<Element> peers = bars("peer");

    double high = number(ours.get(0), "height");
    List<Element> grid = elements(parsed(), "line");
    double all = number(grid.get(0), "y1") - number(grid.get(grid.size() - 1), "y1");
    assertThat(high).as("90 of 100 %").isCloseTo(0.9 * all, within(0.2));
    assertThat(all).as("most of the figure").isGreaterThan(HEIGHT / 2.0);
    assertThat(number(ours.get(1), "height")).isCloseTo(high / 2, within(0.2));
    assertThat(number(peers.get(0), "height")).isCloseTo(high / 20, within(0.2));
    assertThat(number(peers.get(1), "height")).as("what failed has no bar").isZero();
    assertThat(List.of(ours.get(1), peers.get(0)))
        .allSatisfy(bar -> assertThat(foot(bar)).isCloseTo(foot(ours.get(0)), within(0.2)));
  }

  @Test
  void bars_do_not_overlap_and_stay_inside() throws Exception {
    List<Element> inOrder =
        List.of(bars("ours").get(0), bars("peer").get(0), bars("ours").get(1), bars("peer").get(1));
    double end = 0;
    for (Element bar : inOrder) {
      assertThat(number(bar, "x")).isGreaterThan(end);
      end = number(bar, "x") + number(bar, "width");
    }
    String[] box = parsed().getDocumentElement().getAttribute("viewBox").split(" ");
    assertThat(end).isLessThan(Double.parseDouble(box[2]));
  }

  @Test
  void is_read_in_light_and_in_dark() {
    assertThat(CHART.svg()).contains("@media (prefers-color-scheme: dark)");
  }

  private static double foot(Element bar) {
    return number(bar, "y") + number(bar, "height");
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  /** Without the one of the legend. */
  private static List<Element> bars(String who) throws Exception {
    return elements(parsed(), "rect").stream()
        .filter(rectangle -> rectangle.getAttribute("class").equals(who))
        .skip(1)
        .toList();
  }

  private static List<String> texts(Document svg) {
    return elements(svg, "text").stream().map(Element::getTextContent).toList();
  }

  private static List<Element> elements(Document svg, String tag) {
    NodeList nodes = svg.getElementsByTagName(tag);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  private static Document parsed() throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(CHART.svg().getBytes(StandardCharsets.UTF_8)));
  }
}
