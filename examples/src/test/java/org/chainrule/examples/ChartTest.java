package org.chainrule.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ChartTest {
    @Test
    void aLogAxisPlacesRatiosEvenly() throws Exception {
        String svg = Chart.of("a < b & c", "x", "y").logX().logY()
                .points("dots", new double[]{1, 10, 100}, new double[]{1e-4, 1e-2, 1}).svg();
        Document document = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)));
        double[] x = new double[3];
        double[] y = new double[3];
        for (int i = 0; i < 3; i++) {
            Element dot = (Element) document.getElementsByTagName("circle").item(i);
            x[i] = Double.parseDouble(dot.getAttribute("cx"));
            y[i] = Double.parseDouble(dot.getAttribute("cy"));
        }
        assertThat(x[1] - x[0]).isPositive().isCloseTo(x[2] - x[1], org.assertj.core.api.Assertions.within(0.2));
        assertThat(y[0] - y[1]).isPositive().isCloseTo(y[1] - y[2], org.assertj.core.api.Assertions.within(0.2));
        assertThat(svg).contains("a &lt; b &amp; c", ">0.01</text>", ">1e-4</text>", ">100</text>");
    }
}
