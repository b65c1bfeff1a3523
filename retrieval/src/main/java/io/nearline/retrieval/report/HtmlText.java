package io.nearline.retrieval.report;

/** Text in a report's page. */
public final class HtmlText {

    private HtmlText() {}

    /** The text with all that HTML would read otherwise escaped, in an attribute too. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
