package io.nearline.it.architecture;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** Makes records whose texts and bytes are all a secret, but for components of certain names. */
final class SecretRecord {

    private static final String SECRET = "my secret diary";
    private static final byte[] BYTES = SECRET.getBytes(StandardCharsets.UTF_8);

    private final Set<String> shown;

    SecretRecord(Set<String> shown) {
        this.shown = shown;
    }

    static boolean isToldBy(String said) {
        String numbers = Arrays.toString(BYTES);
        return said.contains(SECRET) || said.contains(numbers.substring(1, numbers.length() - 1));
    }

    /** What such a record says of itself; empty if it cannot be made without parts of ours. */
    Optional<String> said(Class<?> type) {
        try {
            return of(type).map(Object::toString);
        } catch (NullPointerException incomplete) {
            return Optional.empty();
        }
    }

    private Optional<Object> of(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(components[i].getGenericType(), components[i].getName());
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return Optional.of(constructor.newInstance(values));
        } catch (InvocationTargetException refused) {
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type.getName(), e);
        }
    }

    private Object value(Type type, String name) {
        if (type instanceof ParameterizedType generic) {
            return container(generic, name);
        }
        if (type == String.class) {
            return shown.contains(name) ? name : SECRET;
        }
        if (type == byte[].class) {
            return BYTES.clone();
        }
        if (type == float[].class) {
            return new float[] {1};
        }
        if (type == Properties.class) {
            Properties properties = new Properties();
            properties.put("password", SECRET);
            return properties;
        }
        return type instanceof Class<?> plain ? plain(plain) : null;
    }

    private Object container(ParameterizedType type, String name) {
        Class<?> raw = (Class<?>) type.getRawType();
        Object first = value(type.getActualTypeArguments()[0], name);
        if (first == null) {
            return raw == Optional.class ? Optional.empty() : empty(raw);
        }
        if (raw == List.class) {
            return List.of(first);
        }
        if (raw == Set.class) {
            return Set.of(first);
        }
        if (raw == Optional.class) {
            return Optional.of(first);
        }
        if (raw == Map.class) {
            Object second = value(type.getActualTypeArguments()[1], name);
            return second == null ? Map.of() : Map.of(first, second);
        }
        return raw.isRecord() ? of(raw).orElse(null) : null;
    }

    private static Object empty(Class<?> raw) {
        if (raw == List.class) {
            return List.of();
        }
        if (raw == Set.class) {
            return Set.of();
        }
        return raw == Map.class ? Map.of() : null;
    }

    private Object plain(Class<?> type) {
        if (type.isRecord()) {
            return of(type).orElse(null);
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type == boolean.class || type == Boolean.class) {
            return true;
        }
        if (type == long.class || type == Long.class) {
            return 1L;
        }
        if (type == double.class || type == Double.class) {
            return 0.5;
        }
        if (type == float.class || type == Float.class) {
            return 0.5f;
        }
        if (type == char.class) {
            return ',';
        }
        if (type == byte.class || type == short.class) {
            throw new AssertionError("no value for " + type);
        }
        if (type == int.class || type == Integer.class) {
            return 1;
        }
        return blank(type);
    }

    /** Nothing in it, if there is such a thing; else null. */
    private static Object blank(Class<?> type) {
        try {
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException none) {
            return null;
        }
    }
}
