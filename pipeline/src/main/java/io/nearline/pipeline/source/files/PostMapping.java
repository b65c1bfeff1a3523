package io.nearline.pipeline.source.files;

import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/**
 * Records of one file to posts of the current version. Fields are found by name and read by the
 * type and the logical type that the file states; fields that a post has not are passed over, and
 * optional ones that the file has not are what the schema's defaults say.
 *
 * <p>A required value that is null breaks the contract of {@code PostEvent} in the post that comes
 * out, so that it becomes a dead letter with its place and not the end of the job.
 */
final class PostMapping {

    /** Property of a schema: how the file itself calls the record. */
    static final String WRITTEN_AS = "nearline.written-as";

    /** Property of types, and by a common slip of fields: what the values mean. */
    static final String LOGICAL_TYPE = "logicalType";

    private static final String NO_ID = "";
    private static final long NO_REVISION = -1;
    private static final Instant NO_TIME = Instant.ofEpochMilli(Long.MIN_VALUE);

    private final FieldReading<String> id;
    private final FieldReading<Long> revision;
    private final FieldReading<PostEventKind> kind;
    private final FieldReading<Instant> eventTime;
    private final FieldReading<String> author;
    private final FieldReading<String> language;
    private final FieldReading<String> title;
    private final FieldReading<String> body;
    private final FieldReading<String> articleTitle;
    private final FieldReading<String> articleDescription;
    private final FieldReading<String> mediaText;
    private final FieldReading<List<String>> hashtags;
    private final FieldReading<Map<String, String>> attributes;

    private PostMapping(FieldReadings fields) {
        this.id = fields.required("postId", ValueReadings::id);
        this.revision = fields.required("revision", ValueReadings::number);
        this.kind = fields.required("kind", ValueReadings::kind);
        this.eventTime = fields.required("eventTime", TimeReadings::time);
        this.author = fields.optional("author", ValueReadings::text);
        this.language = fields.optional("language", ValueReadings::text);
        this.title = fields.optional("title", ValueReadings::text);
        this.body = fields.optional("body", ValueReadings::text);
        this.articleTitle = fields.optional("articleTitle", ValueReadings::text);
        this.articleDescription = fields.optional("articleDescription", ValueReadings::text);
        this.mediaText = fields.optional("mediaText", ValueReadings::text);
        this.hashtags = fields.optional("hashtags", ValueReadings::texts);
        this.attributes = fields.optional("attributes", ValueReadings::textsByName);
    }

    /**
     * The mapping of one file.
     *
     * @param writer schema of its records
     * @throws UnreadablePostsException that says which fields stand against it
     */
    static PostMapping of(String file, Schema writer) throws UnreadablePostsException {
        List<String> problems = new ArrayList<>();
        if (writer.getType() != Schema.Type.RECORD) {
            throw refused(file, writer, List.of("it is no record"));
        }
        PostMapping mapping = new PostMapping(new FieldReadings(writer, problems));
        if (!problems.isEmpty()) {
            throw refused(file, writer, problems);
        }
        return mapping;
    }

    private static UnreadablePostsException refused(
            String file, Schema writer, List<String> problems) {
        String name = writer.getProp(WRITTEN_AS);
        return new UnreadablePostsException(
                file,
                """
                holds records of %s, which cannot be read as %s (%s): give files of posts, \
                or convert these\
                """
                        .formatted(
                                name == null ? writer.getFullName() : name,
                                PostEvent.getClassSchema().getFullName(),
                                String.join("; ", problems)),
                null);
    }

    PostEvent map(GenericRecord written) {
        return PostEvent.newBuilder()
                .setPostId(id.read(written, NO_ID))
                .setRevision(revision.read(written, NO_REVISION))
                .setKind(kind.read(written, PostEventKind.UNKNOWN))
                .setEventTime(eventTime.read(written, NO_TIME))
                .setAuthor(author.read(written))
                .setLanguage(language.read(written))
                .setTitle(title.read(written))
                .setBody(body.read(written))
                .setArticleTitle(articleTitle.read(written))
                .setArticleDescription(articleDescription.read(written))
                .setMediaText(mediaText.read(written))
                .setHashtags(hashtags.read(written, List.of()))
                .setAttributes(attributes.read(written, Map.of()))
                .build();
    }
}
