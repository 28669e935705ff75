package berth.cli.host;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.time.Instant;
import org.slf4j.Logger;

/// One line per event, on standard output, for the verbs that stay. Found by Logback as a service; the quick verbs
/// never load it.
///
/// In Java and not in Logback's XML, which costs a node some 400 classes. Whoever wants it otherwise names a file of
/// their own by the system property `logback.configurationFile`, which Logback then reads.
public final class Logging extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty("logback.configurationFile") != null) return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        var line = new Line();
        line.setContext(context);
        line.start();
        var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
        encoder.setContext(context);
        encoder.setLayout(line);
        encoder.start();
        var out = new ConsoleAppender<ILoggingEvent>();
        out.setContext(context);
        out.setName("out");
        out.setEncoder(encoder);
        out.start();
        context.getLogger("org.eclipse.jetty").setLevel(Level.WARN);
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(out);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /// `2026-11-26T00:42:18.791Z INFO  EngineWatch Listening to the engine`
    static final class Line extends LayoutBase<ILoggingEvent> {
        @Override
        public String doLayout(ILoggingEvent event) {
            var name = event.getLoggerName();
            var level = event.getLevel().toString();
            var text = new StringBuilder(128)
                    .append(Instant.ofEpochMilli(event.getTimeStamp()))
                    .append(' ')
                    .append(level)
                    .append(level.length() < 5 ? "  " : " ")
                    .append(name, name.lastIndexOf('.') + 1, name.length())
                    .append(' ')
                    // What somebody else wrote can't begin a line of its own.
                    .append(event.getFormattedMessage().replaceAll("[\r\n]+", " | "))
                    .append(System.lineSeparator());
            var thrown = event.getThrowableProxy();
            if (thrown != null) text.append(ThrowableProxyUtil.asString(thrown));
            return text.toString();
        }
    }
}
