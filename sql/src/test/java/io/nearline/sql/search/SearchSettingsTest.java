package io.nearline.sql.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchSettingsTest {

    @Test
    void readsAnAddressWithAPath() {
        assertThat(from("url", "https://search.example/nearline/").uri())
                .isEqualTo(URI.create("https://search.example/nearline"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:8080",
                "ftp://localhost",
                "http://",
                "http://a b",
                "http://localhost/?q=1",
                "http://localhost/#top",
                ""
            })
    void refusesWhatIsNoAddress(String url) {
        assertThatThrownBy(() -> from("url", url))
                .isInstanceOf(ValidationException.class)
                .hasMessage(
                        "Option 'url' is '%s'; use an address such as http://localhost:8080."
                                .formatted(url));
    }

    /** Also where the address is none, since its host has an underscore or a blank. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://me:s3cret@localhost",
                "http://me:s3cret@query_service:8080",
                "http://me:s3cret@a b"
            })
    void refusesAPasswordInTheAddressAndDoesNotShowIt(String url) {
        assertThatThrownBy(() -> from("url", url))
                .hasMessageContaining("'token-file'")
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "timeout, 99 ms, 100 ms to 1 h",
        "timeout, 2 h, 100 ms to 1 h",
        "digest, ABC, 64 lower-case hexadecimal digits",
        "model, ' ', /v1/models",
        "token-file, '', set it to a path"
    })
    void refusesAWrongValue(String option, String value, String fix) {
        assertThatThrownBy(() -> from(option, value))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("Option '" + option + "' is '")
                .hasMessageContaining(fix);
    }

    private static SearchSettings from(String option, String value) {
        Map<String, String> options = new HashMap<>(Map.of("url", "http://localhost:8080"));
        options.put(option, value);
        return SearchSettings.from(Configuration.fromMap(options));
    }
}
