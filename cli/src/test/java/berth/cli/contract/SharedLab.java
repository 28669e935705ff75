package berth.cli.contract;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Three nodes on two pretended physical machines, raised once for all classes that ask for a [RunningLab] and taken
/// down after the last of them: raising one costs more CPU time than most of what is tried on it.
///
/// Whoever had it leaves it without services and tasks, and with all nodes well.
final class SharedLab implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningLab.class;
    }

    /// Silence is noticed after two heartbeats; none of the tests is about how long those are.
    @Override
    public RunningLab resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedLab.class))
                .computeIfAbsent(
                        RunningLab.class,
                        _ -> new RunningLab("--nodes", "3", "--hosts", "2", "--", "--node-heartbeat", "250ms"),
                        RunningLab.class);
    }
}
