package berth.server.api;

import berth.core.Arns;
import berth.server.logs.LogRefusal;
import org.jspecify.annotations.Nullable;

/// The long names of log groups and streams.
record LogArns(Arns arns) {
    private String prefix() {
        return "arn:aws:logs:" + arns.identity().region() + ":"
                + arns.identity().account() + ":log-group:";
    }

    String group(String name) {
        return prefix() + name;
    }

    String stream(String group, String name) {
        return group(group) + ":log-stream:" + name;
    }

    /// The group that an ARN means, or a name.
    String groupOf(String given) {
        if (!given.startsWith("arn:")) return given;
        if (!given.startsWith(prefix())) throw LogRefusal.noGroup();
        var name = given.substring(prefix().length());
        return name.endsWith(":*") ? name.substring(0, name.length() - 2) : name;
    }

    /// Of a request's two members that may name the group.
    String groupOf(@Nullable String name, @Nullable String identifier) {
        if (name != null && identifier != null) {
            throw LogRefusal.invalid("logGroupName and logGroupIdentifier cannot be specified at the same time.");
        }
        if (name != null) return name;
        if (identifier != null) return groupOf(identifier);
        throw LogRefusal.invalid("Either logGroupName or logGroupIdentifier must be specified.");
    }
}
