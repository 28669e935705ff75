package berth.core.placement;

import berth.core.node.ContainerInstance;
import berth.core.placement.Strategy.Binpack;
import berth.core.placement.Strategy.Random;
import berth.core.placement.Strategy.Spread;
import berth.core.task.Needs;
import berth.core.task.Weight;
import berth.core.task.Weight.By;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One step of a choice: of the nodes that are left, those with the lowest value stay.
sealed interface Level {
    /// What a node is weighed by on this level.
    ///
    /// @param domain the node's, null for the one of all that are of no other, and where there are none
    default Weight weight(@Nullable String domain, long value) {
        return switch (this) {
            case ByAttribute(var name) -> new Weight(By.DOMAIN, "attribute:" + name, domain, value);
            case ByPlace() -> new Weight(By.DOMAIN, null, domain, value);
            case OfGroup() -> new Weight(By.GROUP, null, null, value);
            case Tasks() -> new Weight(By.TASKS, null, null, value);
            case LeftCpu() -> new Weight(By.CPU, null, null, value);
            case LeftMemory() -> new Weight(By.MEMORY, null, null, value);
            case StrandedGpus(var ignored) -> new Weight(By.STRANDED_GPUS, null, null, value);
            case LeftInAll(var ignored) -> new Weight(By.RESOURCES, null, null, value);
        };
    }

    /// How many tasks of the group there are in the node's domain.
    sealed interface Domains extends Level {
        /// Which domain a node is of, null for the one of all that are of no other.
        @Nullable
        String of(ContainerInstance instance);
    }

    record ByAttribute(String name) implements Domains {
        @Override
        public @Nullable String of(ContainerInstance instance) {
            var attribute = instance.attribute(name);
            return attribute.isEmpty() ? null : attribute.get().value();
        }
    }

    /// Where a machine stands, as far as its node says: its zone, else its rack, else its physical host. So the nodes
    /// on one box are one domain.
    record ByPlace() implements Domains {
        private static final List<ByAttribute> PLACES = List.of(
                new ByAttribute("ecs.availability-zone"), new ByAttribute("berth.rack"), new ByAttribute("berth.host"));

        @Override
        public @Nullable String of(ContainerInstance instance) {
            for (var place : PLACES) {
                var value = place.of(instance);
                if (value != null) return place.name() + "=" + value;
            }
            return null;
        }
    }

    /// How many tasks of the group there are on the node.
    record OfGroup() implements Level {}

    /// How many tasks there are on the node.
    record Tasks() implements Level {}

    /// What is left of its CPU.
    record LeftCpu() implements Level {}

    /// What is left of its memory.
    record LeftMemory() implements Level {}

    /// What more of its GPUs would be stranded once the task is there, see `Remainder`.
    record StrandedGpus(Needs needs) implements Level {}

    /// What would be left of it once the task is there, see `Remainder`.
    record LeftInAll(Needs needs) implements Level {}

    /// The levels of a request's chain of strategies, and whether chance decides between those that are left
    /// after them.
    record Chain(List<Level> levels, boolean random) {
        /// What happens when a call names no strategy.
        private static final Chain DEFAULT = new Chain(List.of(new ByPlace(), new OfGroup(), new Tasks()), false);

        static Chain of(Request request) {
            if (request.strategies().isEmpty()) return DEFAULT;
            var levels = new ArrayList<Level>();
            for (var strategy : request.strategies()) {
                switch (strategy) {
                    case Spread spread -> {
                        var attribute = spread.attribute();
                        levels.add(attribute == null ? new OfGroup() : new ByAttribute(attribute));
                    }
                    case Binpack(var field) -> {
                        switch (field) {
                            case CPU -> levels.add(new LeftCpu());
                            case MEMORY -> levels.add(new LeftMemory());
                            case RESOURCES -> {
                                levels.add(new StrandedGpus(request.needs()));
                                levels.add(new LeftInAll(request.needs()));
                            }
                        }
                    }
                    case Random() -> {
                        return new Chain(List.copyOf(levels), true);
                    }
                }
            }
            return new Chain(List.copyOf(levels), false);
        }
    }
}
