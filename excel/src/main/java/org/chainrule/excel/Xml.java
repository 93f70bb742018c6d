package org.chainrule.excel;

import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// Reads an XML document from its beginning to its end. Names are without namespaces, which differ between versions of
/// the format.
final class Xml implements AutoCloseable {
    private static final XMLInputFactory FACTORY = factory();

    private final InputStream in;
    private final XMLStreamReader reader;
    private final StringBuilder text = new StringBuilder();

    Xml(InputStream in) throws IOException {
        this.in = in;
        try {
            reader = FACTORY.createXMLStreamReader(in);
        } catch (XMLStreamException e) {
            throw damaged(e);
        }
    }

    /// Documents cannot refer to anything outside, nor define entities.
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    /// Moves to the next start or end of an element.
    ///
    /// @return whether it is a start; at the end of the document, false with the [name][#name] ""
    boolean next() throws IOException {
        try {
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.START_ELEMENT || event == XMLStreamConstants.END_ELEMENT) {
                    return event == XMLStreamConstants.START_ELEMENT;
                }
            }
            return false;
        } catch (XMLStreamException e) {
            throw damaged(e);
        }
    }

    /// Moves to the next start of an element.
    ///
    /// @return false at the end of the document
    boolean nextStart() throws IOException {
        while (!next()) {
            if (ended()) {
                return false;
            }
        }
        return true;
    }

    /// Returns whether the document is at its end.
    boolean ended() {
        return reader.getEventType() == XMLStreamConstants.END_DOCUMENT;
    }

    /// Returns the name of the element.
    String name() {
        return ended() ? "" : reader.getLocalName();
    }

    boolean at(String element) {
        return !ended() && reader.getLocalName().equals(element);
    }

    /// Returns an attribute of the element that starts; null if it has none of that name.
    @Nullable
    String attribute(String attribute) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (reader.getAttributeLocalName(i).equals(attribute)) {
                return reader.getAttributeValue(i);
            }
        }
        return null;
    }

    String attribute(String attribute, String otherwise) {
        String value = attribute(attribute);
        return value == null ? otherwise : value;
    }

    /// Returns whether an attribute is true; it is not if it is missing.
    boolean flag(String attribute) {
        String value = attribute(attribute, "0");
        return value.equals("1") || value.equals("true");
    }

    /// Reads the text of the element that starts, to its end, without that of elements inside.
    String text() throws IOException {
        text.setLength(0);
        int depth = 0;
        try {
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> depth++;
                    case XMLStreamConstants.END_ELEMENT -> {
                        if (depth-- == 0) {
                            return text.toString();
                        }
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                        if (depth == 0) {
                            text.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
                        }
                    }
                    default -> {
                    }
                }
            }
        } catch (XMLStreamException e) {
            throw damaged(e);
        }
        return text.toString();
    }

    /// Skips the element that starts, to its end.
    void skip() throws IOException {
        for (int depth = 1; depth > 0 && !ended();) {
            depth += next() ? 1 : -1;
        }
    }

    private static IOException damaged(XMLStreamException e) {
        return e.getNestedException() instanceof IOException cause ? cause : new DamagedXmlException(e);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /// Thrown where a part of a workbook is not XML.
    static final class DamagedXmlException extends IOException {
        private static final long serialVersionUID = 1L;

        DamagedXmlException(Throwable cause) {
            super(cause);
        }
    }
}
