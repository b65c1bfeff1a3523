package io.nearline.sql.updates;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.FactoryUtil;

/** Makes the format of {@code 'format' = 'nearline-index-updates'}. */
public final class IndexUpdatesFormatFactory implements DeserializationFormatFactory {

    /** Value of the option {@code format}. */
    public static final String IDENTIFIER = "nearline-index-updates";

    static final ConfigOption<Changelog> CHANGELOG_MODE =
            key("changelog-mode")
                    .enumType(Changelog.class)
                    .defaultValue(Changelog.UPSERT)
                    .withDescription(
                            "upsert: a record changes the row of its post and model, a delete"
                                    + " deletes it. append: each record is a row, deletes too.");

    /** What one record speaks of. */
    private static final List<String> KEY =
            List.of(UpdateColumn.POST_ID.toString(), UpdateColumn.MODEL_NAME.toString());

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of(CHANGELOG_MODE);
    }

    /**
     * @throws ValidationException if rows are upserted by another key than post and model
     */
    @Override
    public DecodingFormat<DeserializationSchema<RowData>> createDecodingFormat(
            DynamicTableFactory.Context context, ReadableConfig options) {
        FactoryUtil.validateFactoryOptions(this, options);
        Changelog changelog = options.get(CHANGELOG_MODE);
        if (changelog == Changelog.UPSERT) {
            requireKey(
                    context.getCatalogTable()
                            .getResolvedSchema()
                            .getPrimaryKey()
                            .map(UniqueConstraint::getColumns)
                            .orElse(List.of()));
        }
        return new IndexUpdatesFormat(changelog);
    }

    /** By the post alone the vectors of two models would replace each other. */
    private static void requireKey(List<String> found) {
        if (found.size() != KEY.size() || !found.containsAll(KEY)) {
            throw new ValidationException(
                    """
                    Index updates are rows by post and model, and the primary key is %s; declare \
                    PRIMARY KEY (post_id, model_name) NOT ENFORCED, or set '%s.%s' = '%s' to get \
                    each record as a row.\
                    """
                            .formatted(
                                    found.isEmpty() ? "absent" : found,
                                    IDENTIFIER,
                                    CHANGELOG_MODE.key(),
                                    Changelog.APPEND));
        }
    }
}
