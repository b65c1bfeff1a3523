package io.nearline.bench.report;

/** A table of the page, row by row; the first cell of a row is its name. */
final class HtmlTable {
    private final Markup markup = new Markup();

    HtmlTable(String... heads) {
        markup.raw("<div class='scroll'><table><thead><tr>");
        for (String head : heads) {
            markup.add("<th>%s</th>", head);
        }
        markup.raw("</tr></thead><tbody>");
    }

    HtmlTable row(String... cells) {
        markup.raw("<tr>");
        for (String cell : cells) {
            markup.add("<td>%s</td>", cell);
        }
        markup.raw("</tr>");
        return this;
    }

    @Override
    public String toString() {
        return markup + "</tbody></table></div>";
    }
}
