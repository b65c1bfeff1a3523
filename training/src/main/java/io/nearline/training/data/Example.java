package io.nearline.training.data;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.training.data.RecordFile.Line;
import io.nearline.training.plan.DataPlan.Fields;
import io.nearline.training.plan.DataPlan.Labelled;
import io.nearline.training.plan.DataPlan.Paired;
import io.nearline.training.plan.DataPlan.Scored;
import io.nearline.training.plan.DataPlan.Single;
import io.nearline.training.plan.Partner;
import io.nearline.training.plan.Partner.Side;
import java.util.List;
import java.util.Locale;

/** A record as a plan maps it. */
public final class Example {
    private final List<EmbeddableText> texts;
    private final String label;
    private final double score;
    private final Line line;

    private Example(List<EmbeddableText> texts, String label, double score, Line line) {
        this.texts = texts;
        this.label = label;
        this.score = score;
        this.line = line;
    }

    /**
     * Maps a record.
     *
     * @param other the record that has one text of a pair; the same one where it has both
     * @param clean takes out of a text what does not belong to it
     */
    static Example of(Fields fields, Line line, Line other, Cleaning clean) {
        if (fields instanceof Labelled labelled) {
            return new Example(
                    List.of(text(Role.PASSAGE, labelled.text(), line, clean)),
                    line.text(labelled.label()),
                    0,
                    line);
        }
        if (fields instanceof Paired paired) {
            Side given = paired.partner().map(Partner::gives).orElse(Side.PASSAGE);
            Line asking = given == Side.QUERY ? other : line;
            Line answering = given == Side.PASSAGE ? other : line;
            return new Example(
                    List.of(
                            text(paired.queryRole(), paired.query(), asking, clean),
                            text(Role.PASSAGE, paired.passage(), answering, clean)),
                    "",
                    0,
                    line);
        }
        if (fields instanceof Single single) {
            return new Example(
                    List.of(text(Role.PASSAGE, single.text(), line, clean)), "", 0, line);
        }
        Scored scored = (Scored) fields;
        return new Example(
                List.of(
                        text(Role.PASSAGE, scored.first(), line, clean),
                        text(Role.PASSAGE, scored.second(), line, clean)),
                "",
                line.number(scored.score(), -Float.MAX_VALUE, Float.MAX_VALUE),
                line);
    }

    private static EmbeddableText text(Role role, String field, Line line, Cleaning clean) {
        return EmbeddableText.of(role, clean.of(line.text(field)));
    }

    /** Takes out of a text what does not belong to it. */
    interface Cleaning {
        String of(String text);
    }

    /** The text, or the query or first text. */
    public EmbeddableText first() {
        return texts.get(0);
    }

    /** The text again, or the passage or second text. */
    public EmbeddableText second() {
        return texts.get(texts.size() - 1);
    }

    /** Its one text or both. */
    public List<EmbeddableText> texts() {
        return texts;
    }

    /** What the record belongs to; empty if it is no labelled one. */
    public String label() {
        return label;
    }

    /** How alike people find the two texts; 0 if nobody was asked. */
    public double score() {
        return score;
    }

    Line line() {
        return line;
    }

    /** A text as it is compared with others: neither case nor white space tells two apart. */
    public static String key(EmbeddableText text) {
        return text.text().strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    /** Where it stands; what it holds must not reach a log. */
    @Override
    public String toString() {
        return line.toString();
    }
}
