package io.nearline.training.plan;

import io.nearline.embedding.EmbeddableText.Role;
import java.util.List;
import java.util.Locale;

/**
 * Which records, and what their fields mean. The fields of one kind are named, once.
 *
 * @param <B> the builder itself
 */
abstract sealed class DataBuilder<B> permits TaskBuilder, HeldOutBuilder, ZeroShotBuilder {
    final Keys keys = new Keys();
    private final Keys where = new Keys();
    private final Keys except = new Keys();

    abstract B self();

    /** Two records of one label belong together. */
    public B labelled(String text, String label) {
        keys.put("text", text);
        keys.put("label", label);
        return self();
    }

    /** Each record is a pair. */
    public B paired(String query, String passage) {
        keys.put("query", query);
        keys.put("passage", passage);
        return self();
    }

    /** How the query of {@link #paired} enters the model; as queries do unless it is said. */
    public B role(Role role) {
        keys.put("role", role.name().toLowerCase(Locale.ROOT));
        return self();
    }

    /** The records are halves of pairs: the text of one side is in another record. */
    public B partner(PartnerBuilder partner) {
        keys.put("partner", partner.keys.values());
        return self();
    }

    /** Each record is a pair with a number that says how close its texts are. */
    public B scored(String first, String second, String score) {
        keys.put("first", first);
        keys.put("second", second);
        keys.put("score", score);
        return self();
    }

    /** Each record is a text. */
    public B single(String text) {
        keys.put("text", text);
        return self();
    }

    /** A field must have one of these values, see {@link Condition}. */
    public B where(String field, String... values) {
        where.put(field, List.of(values));
        keys.put("where", where.values());
        return self();
    }

    /** A field must have none of these values. */
    public B except(String field, String... values) {
        except.put(field, List.of(values));
        keys.put("except", except.values());
        return self();
    }

    /** A regular expression of what is taken out of each text. */
    public B without(String pattern) {
        keys.put("without", pattern);
        return self();
    }

    /** Where the records come from, and what may be done with them. */
    public B provenance(String source, String licence) {
        keys.put("source", source);
        keys.put("licence", licence);
        return self();
    }

    /** Records with a text of fewer characters are left out. */
    public B shortest(int characters) {
        keys.put("shortest", characters);
        return self();
    }

    /** Of records that begin with as many letters and digits alike, the first one counts. */
    public B distinct(int characters) {
        keys.put("distinct", characters);
        return self();
    }
}
