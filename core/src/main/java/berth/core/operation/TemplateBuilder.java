package berth.core.operation;

import berth.core.placement.Constraint;
import berth.core.placement.Strategy;
import berth.core.task.Overrides;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes a [TaskTemplate] of what differs from the plain one. Not thread-safe.
public final class TemplateBuilder {
    private Overrides overrides = Overrides.NONE;
    private @Nullable String group;
    private @Nullable String startedBy;
    private String launchType = "EC2";
    private Map<String, String> tags = Map.of();
    private boolean propagateDefinitionTags;
    private boolean managedTags;
    private @Nullable String network;
    private List<Constraint> constraints = List.of();
    private List<Strategy> strategies = List.of();
    private @Nullable String address;

    TemplateBuilder() {}

    public TemplateBuilder overrides(Overrides overrides) {
        this.overrides = overrides;
        return this;
    }

    public TemplateBuilder group(@Nullable String group) {
        this.group = group;
        return this;
    }

    public TemplateBuilder startedBy(@Nullable String startedBy) {
        this.startedBy = startedBy;
        return this;
    }

    public TemplateBuilder launchType(String launchType) {
        this.launchType = launchType;
        return this;
    }

    public TemplateBuilder tags(Map<String, String> tags) {
        this.tags = tags;
        return this;
    }

    public TemplateBuilder propagateDefinitionTags() {
        this.propagateDefinitionTags = true;
        return this;
    }

    public TemplateBuilder managedTags() {
        this.managedTags = true;
        return this;
    }

    public TemplateBuilder network(@Nullable String network) {
        this.network = network;
        return this;
    }

    public TemplateBuilder constraints(List<Constraint> constraints) {
        this.constraints = constraints;
        return this;
    }

    public TemplateBuilder strategies(List<Strategy> strategies) {
        this.strategies = strategies;
        return this;
    }

    public TemplateBuilder address(@Nullable String address) {
        this.address = address;
        return this;
    }

    public TaskTemplate build() {
        return new TaskTemplate(
                overrides,
                group,
                startedBy,
                launchType,
                null,
                null,
                false,
                tags,
                propagateDefinitionTags,
                managedTags,
                network,
                constraints,
                strategies,
                address);
    }
}
