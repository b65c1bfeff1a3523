package io.nearline.packaging;

import io.nearline.embedding.tokenize.Vocabulary;
import io.nearline.packaging.graph.GraphContents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A model's directory as somebody published it.
 *
 * @param files graph, weights and tokenizer
 * @param layout what the files of sentence-transformers say
 * @param config what the files of the transformers library say
 * @param tokenizer the tokenizer with what those change in it
 * @param former what {@code model.json} says, where the directory is a bundle
 */
record Publication(
        SourceFiles files,
        SentenceTransformer layout,
        TransformerConfig config,
        TokenizerSource tokenizer,
        FormerBundle former) {

    static Publication read(PackagingRequest request) throws IOException {
        Path source = request.source();
        SourceFiles.requireDirectory(source);
        SentenceTransformer layout = SentenceTransformer.read(source);
        SourceFiles files = SourceFiles.find(request, layout);
        TransformerConfig config = new TransformerConfig(source, layout);
        return new Publication(
                files,
                layout,
                config,
                TokenizerSource.read(files.tokenizer(), config, layout.encoder()),
                FormerBundle.in(source));
    }

    /** Whether the tokenizer belongs to the graph, as far as their sizes tell. */
    VocabularyCheck vocabulary(String ids) throws IOException {
        var contents = GraphContents.read(files.graph());
        return VocabularyCheck.of(
                Vocabulary.of(tokenizer.json()),
                contents.isPresent() ? contents.get().wordRows(ids) : OptionalLong.empty(),
                config.vocabularySize());
    }
}
