package org.chainrule.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class TerminalPictureTest {
    @Test
    void aLineKeepsItsColumns() throws Exception {
        String svg = TerminalPicture.svg("run a<b & c", List.of("x  y", "", "   z"));
        Document document = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)));
        NodeList lines = document.getElementsByTagName("text");
        assertThat(lines.getLength()).isEqualTo(3); // the blank line has no element
        Element command = (Element) lines.item(0);
        Element first = (Element) lines.item(1);
        Element last = (Element) lines.item(2);
        assertThat(command.getTextContent().replace('\u00a0', ' ')).isEqualTo("$ run a<b & c");
        assertThat(first.getTextContent()).isEqualTo("x\u00a0\u00a0y");
        assertThat(first.getAttribute("textLength")).isEqualTo("28.8");
        // three columns of 7.2 pixels to the right, two lines of 17 pixels down
        assertThat(Double.parseDouble(last.getAttribute("x")) - Double.parseDouble(first.getAttribute("x")))
                .isEqualTo(21.6, org.assertj.core.api.Assertions.within(0.01));
        assertThat(Integer.parseInt(last.getAttribute("y")) - Integer.parseInt(first.getAttribute("y"))).isEqualTo(34);
        assertThat(document.getDocumentElement().getAttribute("width")).isEqualTo("126"); // 13 columns and the margins
    }
}
