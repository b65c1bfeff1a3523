package io.nearline.pipeline.backfill.files;

import io.nearline.schemas.PostEvent;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityResult;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.flink.core.fs.Path;

/** Checks the schema that a file was written with before the first record is read. */
final class WriterSchema {

    private static final Schema POST = PostEvent.getClassSchema();

    private WriterSchema() {}

    /**
     * Checks that records of the schema can be read as posts of the current version.
     *
     * @throws UnreadablePostsException that says which fields stand against it
     */
    static void check(Path file, Schema writer) throws UnreadablePostsException {
        SchemaCompatibilityResult result =
                SchemaCompatibility.checkReaderWriterCompatibility(POST, writer).getResult();
        if (result.getCompatibility() == SchemaCompatibilityType.COMPATIBLE) {
            return;
        }
        throw new UnreadablePostsException(
                file,
                "holds records of "
                        + writer.getFullName()
                        + ", which cannot be read as "
                        + POST.getFullName()
                        + " ("
                        + problems(result)
                        + "): give files of posts, or convert these",
                null);
    }

    private static String problems(SchemaCompatibilityResult result) {
        return result.getIncompatibilities().stream()
                .map(WriterSchema::problem)
                .limit(3)
                .collect(Collectors.joining("; "));
    }

    private static String problem(Incompatibility incompatibility) {
        return incompatibility.getType()
                + " at "
                + incompatibility.getLocation()
                + ": "
                + incompatibility.getMessage();
    }
}
