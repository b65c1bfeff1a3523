package io.nearline.operators.mapping;

import io.nearline.operators.mapping.SourceValue.Fields;
import io.nearline.operators.mapping.SourceValue.Flag;
import io.nearline.operators.mapping.SourceValue.Text;
import io.nearline.operators.mapping.SourceValue.Whole;
import io.nearline.schemas.PostEventKind;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** What a record says has happened to the post. */
sealed interface KindRule {

    /** Name of the field, in messages. */
    String FIELD = "kind";

    /** What has happened. */
    PostEventKind kind(Fields record) throws UnmappableRecordException;

    /** Where it looks in a record. */
    List<SourcePath> paths();

    /** Every record is a post's state; none deletes. */
    final class Update implements KindRule {
        @Override
        public PostEventKind kind(Fields record) {
            return PostEventKind.UPDATE;
        }

        @Override
        public List<SourcePath> paths() {
            return List.of();
        }
    }

    /** A field names the operation. */
    final class ByOperation implements KindRule {
        private final SourcePath path;
        private final Map<String, PostEventKind> operations;

        ByOperation(SourcePath path, Map<String, PostEventKind> operations) {
            this.path = path;
            this.operations = Map.copyOf(operations);
        }

        boolean deletes() {
            return operations.containsValue(PostEventKind.DELETE);
        }

        @Override
        public List<SourcePath> paths() {
            return List.of(path);
        }

        @Override
        public PostEventKind kind(Fields record) throws UnmappableRecordException {
            List<SourceValue> values = path.values(FIELD, record);
            if (values.isEmpty()) {
                throw new UnmappableRecordException(
                        FIELD, "path %s leads to nothing".formatted(path));
            }
            String operation = TextType.SCALAR.read(FIELD, path, values.get(0));
            PostEventKind kind = operations.get(operation);
            if (kind == null) {
                throw new UnmappableRecordException(
                        FIELD,
                        "%s at %s is in none of the lists create, update and delete"
                                .formatted(values.get(0).type(), path));
            }
            return kind;
        }
    }

    /** A field is true, or 1, if the post is deleted. */
    final class DeletedWhenTrue implements KindRule {
        private static final List<SourceValue> YES =
                List.of(new Flag(true), new Whole(BigInteger.ONE), new Text("true"), new Text("1"));
        private static final List<SourceValue> NO =
                List.of(
                        new Flag(false),
                        new Whole(BigInteger.ZERO),
                        new Text("false"),
                        new Text("0"));

        private final SourcePath path;

        DeletedWhenTrue(SourcePath path) {
            this.path = path;
        }

        @Override
        public List<SourcePath> paths() {
            return List.of(path);
        }

        @Override
        public PostEventKind kind(Fields record) throws UnmappableRecordException {
            List<SourceValue> values = path.values(FIELD, record);
            if (values.isEmpty() || NO.contains(values.get(0))) {
                return PostEventKind.UPDATE;
            }
            if (YES.contains(values.get(0))) {
                return PostEventKind.DELETE;
            }
            throw new UnmappableRecordException(
                    FIELD,
                    "path %s must lead to true or false, or to 1 or 0, found another value, %s"
                            .formatted(path, values.get(0).type()));
        }
    }

    /** A field holds anything, such as a time, if the post is deleted. */
    final class DeletedWhenSet implements KindRule {
        private final SourcePath path;

        DeletedWhenSet(SourcePath path) {
            this.path = path;
        }

        @Override
        public List<SourcePath> paths() {
            return List.of(path);
        }

        @Override
        public PostEventKind kind(Fields record) throws UnmappableRecordException {
            return path.values(FIELD, record).isEmpty()
                    ? PostEventKind.UPDATE
                    : PostEventKind.DELETE;
        }
    }
}
