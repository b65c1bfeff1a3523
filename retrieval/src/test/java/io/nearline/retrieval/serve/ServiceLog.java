package io.nearline.retrieval.serve;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** What this JVM logs from INFO on, exceptions and their causes included, until closed. */
final class ServiceLog extends AbstractAppender implements AutoCloseable {

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Logger root = (Logger) LogManager.getRootLogger();
    private final Level before = root.getLevel();

    private ServiceLog() {
        super("service-log", null, null, true, Property.EMPTY_ARRAY);
    }

    static ServiceLog open() {
        ServiceLog log = new ServiceLog();
        log.start();
        log.root.addAppender(log);
        Configurator.setRootLevel(Level.INFO);
        return log;
    }

    @Override
    public void append(LogEvent event) {
        lines.add(event.getMessage().getFormattedMessage());
        for (Throwable cause = event.getThrown(); cause != null; cause = cause.getCause()) {
            lines.add(String.valueOf(cause));
        }
    }

    Queue<String> lines() {
        return lines;
    }

    @Override
    public void close() {
        Configurator.setRootLevel(before);
        root.removeAppender(this);
        stop();
    }
}
