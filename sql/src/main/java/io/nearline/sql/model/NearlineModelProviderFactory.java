package io.nearline.sql.model;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.RetryableEmbeddingException;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ResolvedCatalogModel;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.factories.ModelProviderFactory;
import org.apache.flink.table.ml.ModelProvider;

/**
 * Makes models of {@code CREATE MODEL ... WITH ('provider' = 'nearline', ...)}, one per statement
 * that uses them. Whatever can be known where the statement is planned is checked then.
 */
public final class NearlineModelProviderFactory implements ModelProviderFactory {

    /** Value of the option {@code provider}. */
    public static final String IDENTIFIER = "nearline";

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(ModelOptions.BUNDLE);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return ModelOptions.OPTIONAL;
    }

    /**
     * @throws ValidationException naming the option or column, what was found and the fix
     */
    @Override
    public ModelProvider createModelProvider(Context context) {
        var helper = FactoryUtil.createModelProviderFactoryHelper(this, context);
        helper.validate();
        PredictSettings settings = PredictSettings.from(helper.getOptions());
        ResolvedCatalogModel model = context.getCatalogModel();
        ModelColumns.check(
                model.getResolvedInputSchema(),
                model.getResolvedOutputSchema(),
                settings.unembeddable());
        return new NearlineModelProvider(settle(context, settings));
    }

    private static PredictSettings settle(Context context, PredictSettings settings) {
        try {
            return settings.settledOn(settings.bundle().settled(settings.output()));
        } catch (ModelRejectedException | RetryableEmbeddingException e) {
            throw new ValidationException(
                    "Model %s: %s".formatted(context.getObjectIdentifier(), e.getMessage()), e);
        }
    }
}
