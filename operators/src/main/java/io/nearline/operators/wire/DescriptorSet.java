package io.nearline.operators.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What {@code protoc --descriptor_set_out --include_imports} writes: files and their messages. */
final class DescriptorSet {

    private static final Set<String> SYNTAXES = Set.of("", "proto2", "proto3");
    private static final int SHOWN = 10;

    private final Map<String, FileDescriptorProto> files = new LinkedHashMap<>();
    private final Map<String, FileDescriptor> built = new LinkedHashMap<>();
    private final Map<String, Descriptor> messages = new TreeMap<>();

    private DescriptorSet(FileDescriptorSet set) {
        set.getFileList().forEach(file -> files.put(file.getName(), file));
        files.keySet().forEach(name -> build(name, new LinkedHashSet<>()));
        built.values().forEach(file -> addAll(file.getMessageTypes()));
    }

    /**
     * Reads a set.
     *
     * @throws UnusableDescriptorException if it is none, or a file that another imports is not
     *     there
     */
    static DescriptorSet parse(ByteString bytes) {
        try {
            return new DescriptorSet(FileDescriptorSet.parseFrom(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new UnusableDescriptorException(
                    "it is no descriptor set: make it with protoc --descriptor_set_out"
                            + " --include_imports");
        }
    }

    /**
     * The message of that full name.
     *
     * @throws UnusableDescriptorException if there is none
     */
    Descriptor message(String name) {
        Descriptor found = messages.get(name);
        if (found == null) {
            throw new UnusableDescriptorException(
                    "it has no message '%s', but %s"
                            .formatted(
                                    name,
                                    messages.isEmpty()
                                            ? "no message at all"
                                            : String.join(
                                                    ", ",
                                                    messages.keySet().stream()
                                                            .limit(SHOWN)
                                                            .toList())));
        }
        return found;
    }

    private FileDescriptor build(String name, Set<String> importing) {
        FileDescriptor known = built.get(name);
        if (known != null) {
            return known;
        }
        FileDescriptorProto file = files.get(name);
        if (file == null) {
            throw new UnusableDescriptorException(
                    "it lacks the imported %s: make it with protoc --include_imports"
                            .formatted(name));
        } else if (!importing.add(name)) {
            throw new UnusableDescriptorException("%s imports itself".formatted(name));
        } else if (!SYNTAXES.contains(file.getSyntax())) {
            throw new UnusableDescriptorException(
                    "%s is of syntax %s; only proto2 and proto3 are read"
                            .formatted(name, file.getSyntax()));
        }
        FileDescriptor made = linked(file, importing);
        importing.remove(name);
        built.put(name, made);
        return made;
    }

    private FileDescriptor linked(FileDescriptorProto file, Set<String> importing) {
        List<FileDescriptor> imports = new ArrayList<>();
        file.getDependencyList().forEach(imported -> imports.add(build(imported, importing)));
        try {
            return FileDescriptor.buildFrom(file, imports.toArray(new FileDescriptor[0]));
        } catch (DescriptorValidationException e) {
            throw new UnusableDescriptorException(
                    "%s contradicts itself: %s".formatted(file.getName(), e.getMessage()));
        }
    }

    private void addAll(List<Descriptor> found) {
        for (Descriptor message : found) {
            messages.put(message.getFullName(), message);
            addAll(message.getNestedTypes());
        }
    }
}
