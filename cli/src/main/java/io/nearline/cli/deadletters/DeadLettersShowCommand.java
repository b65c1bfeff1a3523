package io.nearline.cli.deadletters;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.cli.options.ClusterOptions;
import io.nearline.cli.terminal.CommandException;
import io.nearline.operations.deadletters.LetterPlace;
import io.nearline.operations.deadletters.LetterTopic;
import io.nearline.operations.deadletters.StoredLetter;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.DeadLetterHeader;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.UndecodableRecordException;
import io.nearline.topics.json.Detail;
import io.nearline.topics.json.RecordJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one dead letter whole. */
@Command(
        name = "show",
        description = {
            "Shows one dead letter as JSON: where it failed, why, and what is known of its post.",
            "What the post says is shown only with --text."
        })
final class DeadLettersShowCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ClusterOptions cluster;
    @Mixin private LetterTopicOption topic;

    @Parameters(
            paramLabel = "PARTITION:OFFSET",
            description = "Where the letter stands, as \"list\" names it.")
    private String place;

    @Option(
            names = "--text",
            description = "Show the post itself, and the bytes of what is no post, in base64.")
    private boolean text;

    @Override
    public Integer call() throws IOException {
        LetterPlace wanted = LetterOptions.parsePlace("PARTITION:OFFSET", place);
        LetterTopic letters = topic.open(cluster.cluster());
        StoredLetter letter = letters.at(wanted).orElseThrow(() -> noneAt(wanted, letters));
        spec.commandLine().getOut().println(render(letter).toPrettyString());
        return ExitCode.OK;
    }

    private static CommandException noneAt(LetterPlace place, LetterTopic letters) {
        return new CommandException(
                "there is no dead letter at %s of %s; \"nearline dead-letters list\" names those there are"
                        .formatted(place, letters.name()));
    }

    private ObjectNode render(StoredLetter stored) {
        ObjectNode json = LetterText.json(stored);
        ArrayNode headers = json.putArray("headers");
        stored.letter().getHeaders().forEach(header -> headers.add(render(header)));
        byte[] value = bytes(stored.letter().getValue());
        if (value == null) {
            return json;
        }
        Optional<PostEvent> post = decode(value);
        if (post.isPresent()) {
            json.set(
                    "post",
                    text ? new RecordJson(Detail.FULL).render(post.get()) : outline(post.get()));
        } else if (text) {
            json.put("value", value);
        }
        return json;
    }

    /** Which post and revision it is, and how much it says. */
    private static ObjectNode outline(PostEvent post) {
        ObjectNode outline =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("postId", post.getPostId())
                        .put("revision", post.getRevision())
                        .put("kind", post.getKind().name())
                        .put("eventTime", post.getEventTime().toString())
                        .put("language", post.getLanguage())
                        .put("titleCharacters", length(post.getTitle()))
                        .put("bodyCharacters", length(post.getBody()));
        ArrayNode names = outline.putArray("attributeNames");
        post.getAttributes().keySet().forEach(names::add);
        return outline;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private String render(DeadLetterHeader header) {
        byte[] value = bytes(header.getValue());
        boolean ours = header.getKey().startsWith("nearline-");
        if (value == null) {
            return header.getKey();
        }
        return header.getKey()
                + "="
                + (text || ours
                        ? new String(value, StandardCharsets.UTF_8)
                        : "(%d bytes)".formatted(value.length));
    }

    private static Optional<PostEvent> decode(byte[] value) {
        try {
            return Optional.of(AvroCodec.of(PostEvent.class).decode(value));
        } catch (UndecodableRecordException noPost) {
            return Optional.empty();
        }
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
