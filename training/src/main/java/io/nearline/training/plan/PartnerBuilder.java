package io.nearline.training.plan;

import io.nearline.training.plan.Partner.Side;
import java.util.List;
import java.util.Locale;

/** Where the other text of a pair stands, for {@link DataBuilder#partner}. */
public final class PartnerBuilder {
    final Keys keys = new Keys();
    private final Keys where = new Keys();

    /** Starts with the field that has the same value in both records. */
    public PartnerBuilder(String by) {
        keys.put("by", by);
    }

    /** A field of the other record must have one of these values, see {@link Condition}. */
    public PartnerBuilder where(String field, String... values) {
        where.put(field, List.of(values));
        keys.put("where", where.values());
        return this;
    }

    /** Which of both texts the other record has. */
    public PartnerBuilder gives(Side side) {
        keys.put("gives", side.name().toLowerCase(Locale.ROOT));
        return this;
    }
}
