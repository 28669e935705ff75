package berth.core.query;

import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// `subject operator [argument]`, with an argument of the subject's kind.
sealed interface Comparison extends Expression {
    Field field();

    /// One that the field takes.
    Operator operator();

    /// Whether the operator's positive sense holds.
    boolean holds(Subject subject);

    /// A negative comparison is the negation of its positive one, also where there is nothing to compare:
    /// `attribute:disk != ssd` matches a node without that attribute.
    @Override
    default boolean matches(Subject subject) {
        return operator().negative() != holds(subject);
    }

    /// @param test fits the operator
    record OfText(Field.OfText field, Operator operator, TextTest test) implements Comparison {
        @Override
        public boolean holds(Subject subject) {
            return switch (field) {
                case Field.Attribute(var name) ->
                    test instanceof TextTest.Exists ? subject.hasAttribute(name) : accepts(subject.attribute(name));
                case Field.Worded.AGENT_CONNECTED -> accepts(Boolean.toString(subject.agentConnected()));
                case Field.Worded.AGENT_VERSION -> accepts(subject.agentVersion());
                case Field.Worded.EC2_INSTANCE_ID -> accepts(subject.ec2InstanceId());
                case Field.Worded.TASK_GROUP -> acceptsAny(subject.taskGroups());
            };
        }

        private boolean accepts(@Nullable String value) {
            return value != null && test.accepts(value, operator);
        }

        private boolean acceptsAny(Collection<String> values) {
            for (var value : values) {
                if (test.accepts(value, operator)) return true;
            }
            return false;
        }

        @Override
        public String toString() {
            return Printing.print(this);
        }
    }

    /// @param text as given, for printing
    record OfTime(Operator operator, String text, Instant time) implements Comparison {
        @Override
        public Field field() {
            return Field.Measured.REGISTERED_AT;
        }

        @Override
        public boolean holds(Subject subject) {
            return operator.holds(subject.registeredAt().compareTo(time));
        }

        @Override
        public String toString() {
            return Printing.print(this);
        }
    }

    /// @param count not negative
    record OfCount(Operator operator, int count) implements Comparison {
        @Override
        public Field field() {
            return Field.Measured.RUNNING_TASKS_COUNT;
        }

        @Override
        public boolean holds(Subject subject) {
            return operator.holds(Integer.compare(subject.runningTasksCount(), count));
        }

        @Override
        public String toString() {
            return Printing.print(this);
        }
    }
}
