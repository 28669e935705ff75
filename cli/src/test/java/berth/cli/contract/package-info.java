/// What users see, seen by clients that are not ours: the AWS CLI, boto3 and the Docker CLI against a control
/// plane, an agent and an engine that run in processes of their own.
///
/// One [RunningBerth] serves all classes of a run. Every wait has a deadline. Needs root; without it all is
/// skipped.
///
/// Which test has a container see an option of its definition, on a real engine:
///
/// | options | test |
/// | --- | --- |
/// | `entryPoint`, `command`, `environment`, `user`, `workingDirectory`, `hostname` | `InsideTest` |
/// | `linuxParameters`, `privileged`, `readonlyRootFilesystem`, `ulimits` | `InsideTest` |
/// | `dockerSecurityOptions`, `systemControls`, `extraHosts` | `InsideTest` |
/// | `interactive`, `pseudoTerminal`, `disableNetworking` | `InsideTest` |
/// | `dnsServers`, `dnsSearchDomains` | `InsideTest` |
/// | `memory`, `memoryReservation`; the image's `STOPSIGNAL` | `InsideTest` |
/// | `pidMode` and `ipcMode`: `host`, `none`; `networkMode`: `host`, `none` | `InsideTest` |
/// | `pidMode` and `ipcMode`: `task`; `networkMode`: `awsvpc` | `OwnNetworkTest` |
/// | `cpu` and `memory` of the task, `cpu` beside it, `environmentFiles` | the agent's `TaskLimitsTest` |
/// | `portMappings`, `links` | `LinkAndPortTest`, `SharedPortTest` |
/// | `containerPortRange`, names, `dependsOn`, `startTimeout`, `healthCheck` | `ContainerLifeTest` |
/// | `restartPolicy` | `ContainerLifeTest`, the agent's `AgentTest` |
/// | `mountPoints`, `volumes`, `volumesFrom` | `VolumeTest` |
/// | `essential`, `stopTimeout` | `EndTest` |
/// | `secrets`, `repositoryCredentials` | `SecretsContractTest` |
/// | `logConfiguration` | `LogsContractTest`, `FirelensContractTest`, the agent's `FirelensTest` |
/// | `taskRoleArn` | `TaskRoleTest` |
///
/// By values only: `dockerLabels` are the engine's to show (`LaunchTest`), and no machine of the tests has GPUs
/// (`ContainerBodyTest`, `PayloadTasksTest`) or an NFS server (`FileSystemsTest`).
@NullMarked
package berth.cli.contract;

import org.jspecify.annotations.NullMarked;
