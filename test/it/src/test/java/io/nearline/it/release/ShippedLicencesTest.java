package io.nearline.it.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShippedLicencesTest {

    @Test
    void allowsWhatIsPermissive() throws IOException {
        assertThat(problems("[{\"license\":{\"id\":\"Apache-2.0\"}}]")).isEmpty();
        assertThat(problems("[{\"license\":{\"id\":\"MIT\"}},{\"license\":{\"id\":\"0BSD\"}}]"))
                .isEmpty();
    }

    @Test
    void refusesALicenceThatIsNotOnTheList() throws IOException {
        assertThat(problems("[{\"license\":{\"id\":\"GPL-3.0-only\"}}]"))
                .containsExactly("org.example:library: [GPL-3.0-only]");
    }

    @Test
    void refusesAComponentWithoutALicence() throws IOException {
        assertThat(problems("[]")).containsExactly("org.example:library: no licence");
    }

    @Test
    void refusesAnExpressionThatNobodyLookedUp() throws IOException {
        assertThat(problems("[{\"expression\":\"Apache-2.0 AND GPL-2.0-only\"}]")).hasSize(1);
    }

    @Test
    void doesNotTakeSeveralForAChoiceUnlessSomebodyLookedItUp() throws IOException {
        String several =
                "[{\"license\":{\"id\":\"LGPL-2.1-or-later\"}},{\"license\":{\"id\":\"Apache-2.0\"}}]";

        assertThat(problems(several))
                .containsExactly("org.example:library: [LGPL-2.1-or-later, Apache-2.0]");
        assertThat(problems("net.java.dev.jna", "jna", several)).isEmpty();
        assertThat(problems("org.eclipse.jetty", "jetty-new", several)).isEmpty();
    }

    @Test
    void thePageIsReadAsItIsWritten() {
        String page = "| a:b | MIT |\n| c.d:e-f | GPL-3.0-only |\n| g:h | Apache-2.0, MIT |\n";
        ThirdParty read = ThirdParty.parse(page);

        assertThat(ThirdParty.parse(read.page()).licences()).isEqualTo(read.licences()).hasSize(3);
        assertThat(read.problems()).containsExactly("c.d:e-f");
        assertThat(read.lists("e-f")).isTrue();
        assertThat(read.lists("f")).isFalse();
        assertThat(read.listsJar("e-f-1.0.jar")).isTrue();
        assertThat(read.listsJar("c.d.e-f-1.0.jar")).isTrue();
        assertThat(read.listsJar("e-f-g-1.0.jar")).isFalse();
    }

    private static List<String> problems(String licences) throws IOException {
        return problems("org.example", "library", licences);
    }

    private static List<String> problems(String group, String name, String licences)
            throws IOException {
        return ShippedLicences.problems(
                new ObjectMapper()
                        .readTree(
                                """
                                {"components": [{"group": "%s", "name": "%s", "licenses": %s}]}
                                """
                                        .formatted(group, name, licences)));
    }
}
