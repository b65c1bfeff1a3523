package io.nearline.it.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nearline.operators.registry.KnownSchemas;
import io.nearline.operators.registry.RefusedSchemaException;
import io.nearline.operators.registry.Registration;
import io.nearline.operators.registry.RegistryUnavailableException;
import io.nearline.operators.registry.SchemaRegistry;
import io.nearline.operators.registry.UnknownSchemaException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client against a registry that somebody else wrote. */
@Timeout(180)
class ApicurioITCase {

    private static final String SUBJECT = SchemaRegistry.subjectOfValues("articles");

    @TempDir private static Path directory;
    private static Optional<RealRegistry> real = Optional.empty();

    @BeforeAll
    static void start() throws Exception {
        real = RealRegistry.start(directory.resolve("registry.log"));
    }

    /** Here, so that each test is reported as skipped. */
    @BeforeEach
    void thereIsOne() {
        assumeTrue(real.isPresent(), RealRegistry.HOW_TO_GET_ONE);
    }

    @AfterAll
    static void close() {
        real.ifPresent(RealRegistry::close);
    }

    @Test
    void whatIsRegisteredIsFoundByItsId() throws Exception {
        SchemaRegistry registry = new SchemaRegistry(real.orElseThrow().access());
        Schema first = schema("{\"name\":\"uuid\",\"type\":\"string\"}");
        Schema later =
                schema(
                        """
                        {"name":"uuid","type":"string"},
                        {"name":"text","type":["null","string"],"default":null}
                        """);

        int firstId = registry.register(SUBJECT, first);
        int laterId = registry.register(SUBJECT, later);

        assertThat(registry.register(SUBJECT, first)).isEqualTo(firstId).isNotEqualTo(laterId);
        assertThat(registry.schema(firstId)).isEqualTo(first);
        assertThat(registry.schema(laterId)).isEqualTo(later);
        assertThat(registry.subjects()).contains(SUBJECT);
    }

    @Test
    void aSubjectThatIsRegisteredGetsACompatibility() throws Exception {
        SchemaRegistry registry = new SchemaRegistry(real.orElseThrow().access());
        String subject = SchemaRegistry.subjectOfValues("guarded");
        Schema first = schema("{\"name\":\"uuid\",\"type\":\"string\"}");
        Schema other = schema("{\"name\":\"uuid\",\"type\":\"int\"}");
        Registration registration =
                new Registration(
                        registry,
                        new KnownSchemas.Waiting() {
                            @Override
                            public void begins(String problem) {
                                throw new AssertionError(problem);
                            }

                            @Override
                            public void ends(Duration waited) {}
                        });

        assertThat(registry.hasCompatibility(subject)).isFalse();
        int id = registration.register(subject, first, "FULL_TRANSITIVE");

        assertThat(registration.register(subject, first, "NONE")).isEqualTo(id);
        assertThatThrownBy(() -> registration.register(subject, other, "NONE"))
                .isInstanceOf(RefusedSchemaException.class)
                .hasMessageContaining(subject);
    }

    /** By Apicurio's own words for it: each other 404 would be taken for an outage. */
    @Test
    void anIdThatItDoesNotHaveIsUnknown() {
        assertThatThrownBy(() -> new SchemaRegistry(real.orElseThrow().access()).schema(424_242))
                .isInstanceOf(UnknownSchemaException.class);
    }

    @Test
    void anotherPathOfTheServerIsNoRegistry() {
        assertThatThrownBy(() -> new SchemaRegistry(real.orElseThrow().at("/nowhere")).schema(1))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("not as a schema registry does");
    }

    private static Schema schema(String fields) {
        return new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"A\",\"fields\":[%s]}".formatted(fields));
    }
}
