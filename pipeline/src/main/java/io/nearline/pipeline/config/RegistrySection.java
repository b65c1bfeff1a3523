package io.nearline.pipeline.config;

import io.nearline.operators.registry.RegistryAccess;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** Reads how to get to the schema registry, for what cannot do without one. */
final class RegistrySection {

    private static final Set<String> SCHEMES = Set.of("http", "https");

    private final OptionReader options;

    RegistrySection(OptionReader options) {
        this.options = options;
    }

    RegistryAccess access() {
        List<String> urls =
                options.required(
                        RegistryOptions.URL,
                        "give the address of the schema registry, such as http://registry:8081");
        if (urls != null && urls.stream().anyMatch(url -> url.contains("@"))) {
            options.problem(
                    RegistryOptions.URL,
                    "an address with a user or a password",
                    "leave them out, and name a file with them by "
                            + RegistryOptions.CREDENTIALS_FILE.key());
        } else {
            options.check(
                    RegistryOptions.URL,
                    urls,
                    found -> found.stream().allMatch(RegistrySection::isAddress),
                    "give http or https addresses, with ';' between several");
        }
        return new RegistryAccess(
                urls == null ? List.of() : urls,
                options.find(RegistryOptions.CREDENTIALS_FILE),
                options.find(RegistryOptions.CA_FILE));
    }

    private static boolean isAddress(String url) {
        try {
            URI uri = URI.create(url);
            return uri.getHost() != null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && SCHEMES.contains(String.valueOf(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
