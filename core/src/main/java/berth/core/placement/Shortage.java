package berth.core.placement;

import berth.core.node.ContainerInstance;
import berth.core.query.ClusterQuery;
import berth.core.task.TaskId;
import berth.core.taskdef.PortMapping.Protocol;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One thing that keeps a node from taking a task: what was asked, and what is there.
public sealed interface Shortage {
    Lack lack();

    /// In whole sentences, for people.
    String text();

    /// The node is DRAINING or INACTIVE.
    record Standing(ContainerInstance.Status status) implements Shortage {
        @Override
        public Lack lack() {
            return Lack.INACTIVE;
        }

        @Override
        public String text() {
            return "The container instance is " + status + ".";
        }
    }

    /// Tasks that were given to others while it was silent may run there still.
    record Fenced() implements Shortage {
        @Override
        public Lack lack() {
            return Lack.INACTIVE;
        }

        @Override
        public String text() {
            return "The container instance is fenced: while it was silent its tasks were given to others, and they have"
                    + " not all ended there.";
        }
    }

    /// Its agent is not connected.
    record AgentAway() implements Shortage {
        @Override
        public Lack lack() {
            return Lack.AGENT;
        }

        @Override
        public String text() {
            return "The container agent is not connected.";
        }
    }

    /// Too little of something that is counted.
    ///
    /// @param lack CPU, MEMORY or GPU
    /// @param free below zero if the node has shrunk under its tasks
    /// @param of   what it has in all
    record Amount(Lack lack, long asked, long free, long of) implements Shortage {
        public long shortBy() {
            return asked - free;
        }

        /// What is counted, and in what, for so many of it: `CPU units`.
        String unit(long amount) {
            return switch (lack) {
                case CPU -> amount == 1 ? "CPU unit" : "CPU units";
                case MEMORY -> "MiB of memory";
                case GPU -> amount == 1 ? "GPU" : "GPUs";
                case INACTIVE, AGENT, PORTS, KEPT, LOCATION, ATTRIBUTE, DISTINCT_INSTANCE, MEMBER_OF ->
                    throw new IllegalStateException(lack + " is not counted");
            };
        }

        @Override
        public String text() {
            return "The task needs " + asked + " " + unit(asked) + "; " + (free > 0 ? Long.toString(free) : "none")
                    + " of " + of + (free > 1 ? " are free, " : " is free, ") + shortBy() + " too few.";
        }
    }

    /// Fixed ports that are taken, whichever of the node's addresses is tried.
    ///
    /// @param taken by port, then by address in the node's order; at least one
    record Ports(List<Taken> taken) implements Shortage {
        /// @param address null when it is taken on all of them
        /// @param by      null when the node keeps it for itself
        public record Taken(
                Protocol protocol,
                int port,
                @Nullable String address,
                @Nullable TaskId by) {
            private String words() {
                return (by == null ? "the container instance keeps for itself" : "task " + by.id() + " holds")
                        + (address == null ? "" : " on " + address);
            }
        }

        public Ports {
            taken = List.copyOf(taken);
        }

        /// `TCP port 80`, each once.
        List<String> names() {
            return List.copyOf(byName().keySet());
        }

        private Map<String, List<Taken>> byName() {
            return taken.stream()
                    .collect(Collectors.groupingBy(
                            port -> port.protocol() + " port " + port.port(), LinkedHashMap::new, Collectors.toList()));
        }

        @Override
        public Lack lack() {
            return Lack.PORTS;
        }

        @Override
        public String text() {
            return byName().entrySet().stream()
                    .map(port -> "The task needs " + port.getKey() + ", which "
                            + port.getValue().stream().map(Taken::words).collect(Collectors.joining(" and ")) + ".")
                    .collect(Collectors.joining(" "));
        }
    }

    /// The task would take of the node what is kept for one that waits and comes first.
    ///
    /// @param by       that task
    /// @param priority its
    record Kept(TaskId by, int priority) implements Shortage {
        @Override
        public Lack lack() {
            return Lack.KEPT;
        }

        @Override
        public String text() {
            return "The container instance is kept for task " + by.id() + ", which waits with priority " + priority
                    + ".";
        }
    }

    /// The node does not have the address that was asked for.
    ///
    /// @param there those it has; empty if it has one without a name
    record NoAddress(String asked, List<String> there) implements Shortage {
        public NoAddress {
            there = List.copyOf(there);
        }

        @Override
        public Lack lack() {
            return Lack.LOCATION;
        }

        @Override
        public String text() {
            return "The container instance does not have address " + asked + "; it has "
                    + (there.isEmpty() ? "named none" : String.join(", ", there)) + ".";
        }
    }

    /// Attributes the task requires, and the node does not have.
    record Attributes(List<String> missing) implements Shortage {
        public Attributes {
            missing = List.copyOf(missing);
        }

        @Override
        public Lack lack() {
            return Lack.ATTRIBUTE;
        }

        @Override
        public String text() {
            return "The container instance lacks what the task requires: " + String.join(", ", missing) + ".";
        }
    }

    /// `distinctInstance`: the node has tasks of the same group.
    record SameGroup(String group, int tasks) implements Shortage {
        @Override
        public Lack lack() {
            return Lack.DISTINCT_INSTANCE;
        }

        @Override
        public String text() {
            return "The container instance has " + (tasks == 1 ? "a task" : tasks + " tasks") + " of group " + group
                    + " already.";
        }
    }

    /// `memberOf`: the node does not match.
    ///
    /// @param failure the comparison that fails, with what is there
    record Unmatched(ClusterQuery query, String failure) implements Shortage {
        @Override
        public Lack lack() {
            return Lack.MEMBER_OF;
        }

        @Override
        public String text() {
            return "The task needs " + failure + ".";
        }
    }
}
