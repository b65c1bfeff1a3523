package io.nearline.it.release;

import io.nearline.testcluster.Artifacts;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** A {@code pom.xml} as it is written. */
final class Pom {

    private static final XPath XPATH = XPathFactory.newInstance().newXPath();

    private final Document document;

    private Pom(Document document) {
        this.document = document;
    }

    /** Reads the one of a module; of the parent for the empty path. */
    static Pom of(String module) {
        try {
            return new Pom(
                    DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(Artifacts.source(module).resolve("pom.xml").toFile()));
        } catch (Exception e) {
            throw new IllegalStateException("could not read the pom.xml of " + module, e);
        }
    }

    /** The text at a path below the project; empty if there is nothing. */
    String text(String path) {
        List<String> texts = texts(path);
        return texts.isEmpty() ? "" : texts.get(0);
    }

    /** The texts of all that is at a path below the project. */
    List<String> texts(String path) {
        try {
            NodeList nodes =
                    (NodeList) XPATH.evaluate("/project/" + path, document, XPathConstants.NODESET);
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < nodes.getLength(); i++) {
                texts.add(nodes.item(i).getTextContent().strip());
            }
            return texts;
        } catch (XPathExpressionException e) {
            throw new IllegalArgumentException(path, e);
        }
    }
}
