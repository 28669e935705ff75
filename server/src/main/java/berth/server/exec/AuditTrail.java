package berth.server.exec;

import berth.server.logs.LogStore;
import berth.server.logs.NewEvent;
import berth.server.nodes.ExecTargets.Target;
import berth.wire.aws.AwsFault;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Notes commands in the control plane's own log, and as events of log group `/berth/exec`, a stream per
/// cluster: a line of JSON at the begin and one at the end. They are kept for 90 days unless the group's
/// retention is set to something else; over all logs' bound, the oldest go first.
public final class AuditTrail implements Audit {
    public static final String GROUP = "/berth/exec";

    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int RETENTION_DAYS = 90;
    private static final int LONGEST_COMMAND = 4_096;

    private final LogStore logs;
    /// Held while an event is added, so that a stream's are in order of time.
    private final ReentrantLock writing = new ReentrantLock();

    public AuditTrail(LogStore logs) {
        this.logs = logs;
    }

    @Override
    public void began(Begin begin) {
        LOG.info(
                "Session {} begins: key {} by {} runs {} in container {} of {}",
                begin.session(),
                begin.by(),
                begin.through(),
                command(begin.command()),
                begin.target().container(),
                begin.target().taskArn());
        note(begin.target(), begin.at(), line("ExecBegin", begin.at(), begin));
    }

    @Override
    public void ended(End end) {
        var begin = end.begin();
        var how = end.exitCode() == null ? end.reason() : "exit code " + end.exitCode();
        LOG.info(
                "Session {} ends after {} ms: {} (key {}, container {} of {})",
                begin.session(),
                end.took().toMillis(),
                how,
                begin.by(),
                begin.target().container(),
                begin.target().taskArn());
        var line = line("ExecEnd", end.at(), begin)
                .put("durationMillis", end.took().toMillis());
        if (end.exitCode() != null) line.put("exitCode", end.exitCode());
        if (!end.reason().isEmpty()) line.put("reason", end.reason());
        note(begin.target(), end.at(), line);
    }

    private static ObjectNode line(String event, Instant at, Begin begin) {
        var target = begin.target();
        return JSON.createObjectNode()
                .put("event", event)
                .put("time", at.toString())
                .put("session", begin.session())
                .put("accessKeyId", begin.by())
                .put("through", begin.through())
                .put("taskArn", target.taskArn())
                .put("container", target.container())
                .put("command", command(begin.command()))
                .put("terminal", begin.terminal());
    }

    /// In one line, whatever is in it: words with blanks or anything odd are quoted as JSON has it.
    private static String command(List<String> words) {
        var line = new StringBuilder();
        for (var word : words) {
            if (!line.isEmpty()) line.append(' ');
            line.append(word.matches("[\\w@%+=:,./-]+") ? word : JSON.writeValueAsString(word));
        }
        return line.length() <= LONGEST_COMMAND ? line.toString() : line.substring(0, LONGEST_COMMAND) + "…";
    }

    private void note(Target target, Instant at, ObjectNode line) {
        var stream = target.node().cluster();
        writing.lock();
        try {
            var now = at.toEpochMilli();
            make(stream, now);
            logs.put(GROUP, stream, List.of(new NewEvent(now, JSON.writeValueAsBytes(line))), now);
        } catch (AwsFault trouble) {
            LOG.error("A session could not be noted in log group {}: {}", GROUP, trouble.getMessage());
        } finally {
            writing.unlock();
        }
    }

    private void make(String stream, long now) {
        if (!hasGroup()) {
            logs.createGroup(GROUP, Map.of(), now);
            logs.retain(GROUP, RETENTION_DAYS);
        }
        if (logs.group(GROUP).stream(stream) == null) logs.createStream(GROUP, stream, now);
    }

    private boolean hasGroup() {
        for (var group : logs.groups()) if (group.name().equals(GROUP)) return true;
        return false;
    }
}
