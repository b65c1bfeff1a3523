package io.nearline.sql.search;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * Which service is asked, and for what.
 *
 * @param uri of the service, without a slash at its end
 * @param model name of the model that is searched; null for the active one
 * @param digest that this model must have; null until {@link #settledOn}
 * @param file with the access token; null for none
 * @param timeout of a search, further attempts included
 * @param vectors what the column {@code vector} has
 */
record SearchSettings(
        URI uri,
        @Nullable String model,
        @Nullable String digest,
        @Nullable String file,
        Duration timeout,
        HitVectors vectors)
        implements Serializable {

    private static final Duration LEAST = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofHours(1);

    /** As the service takes it. */
    private static final int LONGEST_NAME = 1_000;

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /**
     * Reads options that {@link SearchOptions} names.
     *
     * @throws ValidationException naming the option, the value found and the fix
     */
    static SearchSettings from(ReadableConfig options) {
        String model = options.getOptional(SearchOptions.MODEL).orElse(null);
        if (model != null && (model.isBlank() || model.length() > LONGEST_NAME)) {
            throw problem(
                    SearchOptions.MODEL,
                    model.length() > LONGEST_NAME ? model.length() + " characters" : model,
                    "use a name that /v1/models of the service shows, or leave it out");
        }
        String digest = options.getOptional(SearchOptions.DIGEST).orElse(null);
        if (digest != null && !DIGEST.matcher(digest).matches()) {
            throw problem(
                    SearchOptions.DIGEST,
                    digest,
                    "use the 64 lower-case hexadecimal digits that /v1/models of the service"
                            + " shows");
        }
        String file = options.getOptional(SearchOptions.TOKEN_FILE).orElse(null);
        if (file != null && file.isBlank()) {
            throw problem(SearchOptions.TOKEN_FILE, file, "set it to a path, or leave it out");
        }
        Duration timeout = options.get(SearchOptions.TIMEOUT);
        if (timeout.compareTo(LEAST) < 0 || timeout.compareTo(MOST) > 0) {
            throw problem(SearchOptions.TIMEOUT, timeout, "use 100 ms to 1 h, such as 30 s");
        }
        return new SearchSettings(
                address(options.get(SearchOptions.URL)),
                model,
                digest,
                file,
                timeout,
                options.get(SearchOptions.HIT_VECTORS));
    }

    /** The same with a model that does not change any more. */
    SearchSettings settledOn(String name, String itsDigest) {
        return new SearchSettings(uri, name, itsDigest, file, timeout, vectors);
    }

    private static URI address(String found) {
        if (found.contains("@")) {
            throw new ValidationException(
                    "Option 'url' has a user or a password; leave them out, and give a token by"
                            + " the option 'token-file'.");
        }
        String fix = "use an address such as http://localhost:8080";
        URI uri;
        try {
            uri = URI.create(found.strip().replaceAll("/+$", ""));
        } catch (IllegalArgumentException unreadable) {
            throw problem(SearchOptions.URL, found, fix);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("http") || scheme.equals("https");
        if (!web || uri.getHost() == null || uri.getQuery() != null || uri.getFragment() != null) {
            throw problem(SearchOptions.URL, found, fix);
        }
        return uri;
    }

    private static ValidationException problem(ConfigOption<?> option, Object found, String fix) {
        return new ValidationException(
                "Option '%s' is '%s'; %s.".formatted(option.key(), found, fix));
    }
}
