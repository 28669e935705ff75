package berth.core.query;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What of a container instance a comparison reads, and which operators it takes: those of the developer guide, or
/// all where the guide names none.
///
/// @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html">ECS</a>
sealed interface Field {
    Set<Operator> operators();

    /// As a query names it.
    @Override
    String toString();

    /// The field of that name, null if there is none. Attributes have a prefix and no end, so they are not among these.
    static @Nullable Field of(String name) {
        for (var field : Worded.values()) {
            if (field.toString().equals(name)) return field;
        }
        for (var field : Measured.values()) {
            if (field.toString().equals(name)) return field;
        }
        return null;
    }

    /// What is read as a text.
    sealed interface OfText extends Field {}

    /// @param name 1 to `MAX_LENGTH` letters, digits and `- _ . / \`
    record Attribute(String name) implements OfText {
        static final String PREFIX = "attribute:";
        static final int MAX_LENGTH = 128;

        @Override
        public Set<Operator> operators() {
            return Operator.ALL;
        }

        @Override
        public String toString() {
            return PREFIX + name;
        }
    }

    enum Worded implements OfText {
        AGENT_CONNECTED("agentConnected"),
        AGENT_VERSION("agentVersion"),
        EC2_INSTANCE_ID("ec2InstanceId"),
        TASK_GROUP("task:group");

        private final String name;

        Worded(String name) {
            this.name = name;
        }

        @Override
        public Set<Operator> operators() {
            return switch (this) {
                case AGENT_CONNECTED, EC2_INSTANCE_ID -> Operator.OF_SAMENESS;
                case AGENT_VERSION -> Operator.OF_ORDER;
                case TASK_GROUP -> Operator.ALL;
            };
        }

        @Override
        public String toString() {
            return name;
        }
    }

    enum Measured implements Field {
        REGISTERED_AT("registeredAt"),
        RUNNING_TASKS_COUNT("runningTasksCount");

        private final String name;

        Measured(String name) {
            this.name = name;
        }

        @Override
        public Set<Operator> operators() {
            return Operator.OF_ORDER;
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
