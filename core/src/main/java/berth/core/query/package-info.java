/// ECS's cluster query language: `memberOf` placement constraints, and the `filter` of ListContainerInstances.
///
/// `ClusterQuery` is the door, `Subject` what it is asked about; all else is private. Values only: a query is parsed
/// once and then asked of thousands of nodes, from any thread. May use the root; knows nothing of nodes or tasks.
@NullMarked
package berth.core.query;

import org.jspecify.annotations.NullMarked;
