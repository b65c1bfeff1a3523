package io.nearline.bench.input;

import io.nearline.bench.input.Corpus.TextedPost;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Chosen posts in a file, so that every process of a run measures with the same ones. */
public final class PostStore {
    private PostStore() {}

    /** Writes them down in their order. */
    public static void write(Path file, BenchPosts posts) throws IOException {
        AvroCodec<PostEvent> codec = AvroCodec.of(PostEvent.class);
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeInt(posts.size());
            for (TextedPost post : posts.posts()) {
                writeBytes(out, codec.encode(post.event()));
                writeBytes(out, post.text().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /** Reads what {@link #write} wrote. */
    public static BenchPosts read(Path file) throws IOException {
        AvroCodec<PostEvent> codec = AvroCodec.of(PostEvent.class);
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            int count = in.readInt();
            List<TextedPost> posts = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                PostEvent event = codec.decode(readBytes(in));
                posts.add(new TextedPost(event, new String(readBytes(in), StandardCharsets.UTF_8)));
            }
            return BenchPosts.of(posts);
        }
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }
}
