/// What users see, seen by clients that are not ours: the AWS CLI, boto3 and the Docker CLI against a control
/// plane, an agent and an engine that run in processes of their own.
///
/// One [RunningBerth] serves all classes of a run. Every wait has a deadline. Needs root; without it all is
/// skipped.
@NullMarked
package berth.cli.contract;

import org.jspecify.annotations.NullMarked;
