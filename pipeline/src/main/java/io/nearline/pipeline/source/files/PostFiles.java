package io.nearline.pipeline.source.files;

import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.pipeline.config.BackfillInput.FileSet;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.Path;

/** History in files, as a bounded source. */
public final class PostFiles {

    private PostFiles() {}

    /**
     * Reads every post of the files once, resumably in mid-file. A file is read by one subtask:
     * reading is a thousand times faster than embedding, and only so a record's number in its file
     * is known. Fails the job on a file that is missing or does not hold posts.
     *
     * @param places files and directories, at least one; directories are read with all below them,
     *     but for names that begin with {@code .} or {@code _}
     * @param pass origin that the records are given
     */
    public static FileSource<RawRecord> source(List<URI> places, FileReading reading, Origin pass) {
        Path[] paths = places.stream().map(Path::new).toArray(Path[]::new);
        return FileSource.forBulkFileFormat(new RawRecordFormat(reading, pass), paths).build();
    }

    /**
     * How a backfill reads its files; {@code asOf} is the time up to which they hold all changes.
     */
    public static FileReading reading(FileSet files, Instant asOf) {
        String format = files.format().name();
        return files.mapping()
                .<FileReading>map(
                        mapping ->
                                new MappedReading(SourceFileFormat.valueOf(format), mapping, asOf))
                .orElseGet(() -> new PostReading(PostFileFormat.valueOf(format)));
    }

    /**
     * The files that {@link #source} would read, by path.
     *
     * @throws IOException if a place cannot be listed, or does not exist
     */
    public static List<FileStatus> list(List<URI> places) throws IOException {
        List<FileStatus> files = new ArrayList<>();
        for (URI place : places) {
            Path path = new Path(place);
            addFiles(status(path), files);
        }
        files.sort(Comparator.comparing(file -> file.getPath().toString()));
        return files;
    }

    private static FileStatus status(Path path) throws IOException {
        try {
            return path.getFileSystem().getFileStatus(path);
        } catch (FileNotFoundException e) {
            FileNotFoundException missing = new FileNotFoundException(path + " does not exist");
            missing.initCause(e);
            throw missing;
        }
    }

    private static void addFiles(FileStatus place, List<FileStatus> files) throws IOException {
        if (!place.isDir()) {
            files.add(place);
            return;
        }
        for (FileStatus inside : place.getPath().getFileSystem().listStatus(place.getPath())) {
            if (!isHidden(inside.getPath().getName())) {
                addFiles(inside, files);
            }
        }
    }

    /** As Flink's file sources see it. */
    private static boolean isHidden(String name) {
        return name.startsWith(".") || name.startsWith("_");
    }
}
