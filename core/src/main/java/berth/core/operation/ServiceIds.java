package berth.core.operation;

import berth.core.service.Deployment;

/// Fresh ids for what a call to a service may make.
///
/// @param deployment digits
/// @param revision   digits
/// @param attempt    letters and digits
public record ServiceIds(String deployment, String revision, String attempt) {
    /// As it is kept, and as tasks' `startedBy` has it.
    String deploymentId() {
        return Deployment.PREFIX + deployment;
    }
}
