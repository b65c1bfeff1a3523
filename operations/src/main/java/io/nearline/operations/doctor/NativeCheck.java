package io.nearline.operations.doctor;

import io.nearline.embedding.onnx.OnnxRuntime;
import io.nearline.embedding.tokenize.TextTokenizer;
import java.util.List;
import org.rocksdb.RocksDB;

/** Loads the native libraries: of the models, the tokenizers and the state. */
public final class NativeCheck {

    static final String REMEDY =
            "use 64-bit Linux or macOS with glibc, and a java.io.tmpdir and home directory that may"
                    + " be written to and executed from";

    private NativeCheck() {}

    /** One finding per library. */
    public static List<Finding> findings() {
        return List.of(
                finding("ONNX Runtime", OnnxRuntime::load),
                finding("tokenizers", TextTokenizer::loadLibrary),
                finding("RocksDB", RocksDB::loadLibrary));
    }

    private static Finding finding(String library, Runnable load) {
        String subject = "native library " + library;
        try {
            load.run();
            return Finding.ok(subject, "loads");
        } catch (RuntimeException | LinkageError e) { // Each library has its own way to say so.
            return Finding.failed(subject, "does not load: " + e.getMessage(), REMEDY);
        }
    }
}
