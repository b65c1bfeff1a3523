package io.nearline.cli.rollout;

import io.nearline.cli.directories.Installation;
import io.nearline.cli.terminal.CommandException;
import io.nearline.embedding.EmbeddingException;
import io.nearline.embedding.ModelId;
import io.nearline.operations.bundles.VerifiedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;

/**
 * A bundle that is to be staged.
 *
 * @param id the model in it
 * @param uri where the live job finds it
 */
record StagedBundle(ModelId id, String uri) {

    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /**
     * Verifies the bundle if it can be read here.
     *
     * @param name the model's name; may be null if the bundle can be read here
     * @param digest the digest it must have; may be null if the bundle can be read here
     * @throws EmbeddingException if it may not serve
     * @throws CommandException if it cannot be read here, and name or digest is missing
     */
    static StagedBundle of(String bundle, String name, String digest, PrintWriter err)
            throws IOException {
        if (digest != null && !DIGEST.matcher(digest).matches()) {
            throw new CommandException(
                    "--digest is '" + digest + "': give 64 lower-case hexadecimal digits");
        }
        String uri =
                SCHEME.matcher(bundle).matches()
                        ? bundle
                        : Installation.bundles().find(bundle).toUri().toString();
        try {
            return verified(uri, name, digest, err);
        } catch (EmbeddingException e) {
            if (!isOutOfReach(e)) {
                throw e;
            }
            return unverified(uri, name, digest, err);
        }
    }

    private static StagedBundle verified(String uri, String name, String digest, PrintWriter err) {
        VerifiedModel model = VerifiedModel.of(directory(uri, digest));
        ModelId id = model.bundle().id();
        if (name != null && !name.equals(id.name())) {
            throw new CommandException(
                    "the bundle's name is " + id.name() + ", --name says " + name);
        }
        if (digest != null && !digest.equals(id.digest())) {
            throw new CommandException(
                    "the bundle's digest is " + id.digest() + ", --digest says " + digest);
        }
        err.printf(
                Locale.ROOT,
                "verified here: %s, %d golden vectors, worst cosine %.6f%n",
                id.name(),
                model.bundle().golden().vectors().size(),
                model.worstCosine());
        return new StagedBundle(id, uri);
    }

    private static Path directory(String uri, String digest) {
        return uri.startsWith("file:")
                ? Path.of(URI.create(uri))
                : Installation.bundleStore().fetch(uri, digest);
    }

    private static StagedBundle unverified(
            String uri, String name, String digest, PrintWriter err) {
        if (name == null || digest == null) {
            throw new CommandException(
                    uri
                            + " cannot be read from here: say which model it is with --name and"
                            + " --digest");
        }
        err.println(uri + " cannot be read from here: the live job alone verifies it");
        return new StagedBundle(new ModelId(name, digest), uri);
    }

    private static boolean isOutOfReach(EmbeddingException failure) {
        return failure.getCause() instanceof UnsupportedFileSystemSchemeException;
    }
}
