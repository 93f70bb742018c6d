package org.chainrule.tabular.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class NetworkDrawingTest {
    private record Box(double x, double y, double width, double height) {
    }

    private static NetworkGraph.Node node(String id, int copies, String... sources) {
        return new NetworkGraph.Node(id, id, "[8]", 12, copies, List.of(sources), 0.5, 0.001);
    }

    private static Element parsed(String svg) {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg))).getDocumentElement();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static List<Box> boxes(String svg, String style) {
        NodeList found = parsed(svg).getElementsByTagName("rect");
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            Element each = (Element) found.item(i);
            if (each.getAttribute("class").equals(style)) {
                boxes.add(new Box(number(each, "x"), number(each, "y"), number(each, "width"),
                        number(each, "height")));
            }
        }
        return boxes;
    }

    private static double number(Element element, String name) {
        return Double.parseDouble(element.getAttribute(name));
    }

    private static String svg(NetworkGraph.Node... nodes) {
        return NetworkDrawing.svg(new NetworkGraph("net", List.of(nodes), Optional.empty()));
    }

    @Test
    void layersOfASequenceStandBelowEachOther() {
        List<Box> boxes = boxes(svg(node("input", 1), node("a", 1, "input"), node("b", 1, "a")), "box");
        assertThat(boxes).hasSize(3);
        assertThat(boxes).extracting(Box::x).containsOnly(boxes.getFirst().x);
        assertThat(boxes.get(1).y).isGreaterThan(boxes.get(0).y + boxes.get(0).height);
        assertThat(boxes.get(2).y).isGreaterThan(boxes.get(1).y + boxes.get(1).height);
    }

    @Test
    void branchesStandSideBySide() {
        List<Box> boxes = boxes(svg(node("input", 1), node("a", 1, "input"), node("b", 1, "input"),
                node("c", 1, "input"), node("join", 1, "a", "b", "c")), "box");
        assertThat(boxes.subList(1, 4)).extracting(Box::y).containsOnly(boxes.get(1).y);
        for (int i = 2; i < 4; i++) {
            assertThat(boxes.get(i).x).isGreaterThan(boxes.get(i - 1).x + boxes.get(i - 1).width);
        }
        assertThat(boxes.get(4).y).isGreaterThan(boxes.get(1).y);
        assertThat(boxes.get(4).width).isGreaterThan(3 * boxes.get(1).width);
    }

    @Test
    void aLinkThatSkipsALayerPassesBesideIt() {
        List<Box> boxes = boxes(svg(node("input", 1), node("a", 1, "input"), node("b", 1, "a", "input")), "box");
        assertThat(boxes.get(1).x + boxes.get(1).width).isLessThan(boxes.get(0).x + boxes.get(0).width - 20);
        assertThat(boxes.get(2).width).isEqualTo(boxes.get(0).width);
    }

    @Test
    void copiesAndMembersAreStacks() {
        assertThat(boxes(svg(node("input", 1), node("a", 16, "input")), "box")).hasSize(4);
        String framed = NetworkDrawing.svg(new NetworkGraph("net",
                List.of(node("input", 1), node("a", 1, "input"), node("average", 1, "a")),
                Optional.of(new NetworkGraph.Frame("one of 5 networks", 5, Set.of("a")))));
        List<Box> frames = boxes(framed, "frame");
        assertThat(frames).hasSize(3);
        List<Box> boxes = boxes(framed, "box");
        Box front = frames.getLast();
        assertThat(boxes.get(1).y).isBetween(front.y, front.y + front.height - boxes.get(1).height);
        assertThat(front.y).isGreaterThan(boxes.get(0).y + boxes.get(0).height);
        assertThat(front.y + front.height).isLessThan(boxes.get(2).y);
        assertThat(framed).contains("one of 5 networks");
    }

    @Test
    void arrowsAreAsThickAsWhatFlowsIsLarge() {
        NetworkGraph.Node small = new NetworkGraph.Node("input", "input", "", 0, 1, List.of(), 1e-9, Double.NaN);
        String drawing = svg(small, node("a", 1, "input"), node("b", 1, "a"));
        assertThat(drawing).contains("s-blue\" style=\"stroke-width:1\"", "s-blue\" style=\"stroke-width:4.5\"",
                "s-red\" style=\"stroke-width:2\"");
    }

    @Test
    void manyLayersAreCutAndForeignNamesAreHarmless() {
        NetworkGraph.Node[] nodes = IntStream.range(0, 60)
                .mapToObj(i -> i == 0 ? node("<script>", 1) : node("n" + i, 1, i == 1 ? "<script>" : "n" + (i - 1)))
                .toArray(NetworkGraph.Node[]::new);
        String drawing = svg(nodes);
        assertThat(boxes(drawing, "box")).hasSize(40);
        assertThat(drawing).contains("and 20 more").doesNotContain("<script");
    }
}
