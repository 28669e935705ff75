/// ECS's API shapes on the wire: AWS JSON 1.1, read and written over the AWS SDK's model classes.
///
/// Lives here: the codec, the list of operations, the constraints of AWS's published model, and
/// errors as AWS words them. The API doors of the server and every client of it knock. The SDK's
/// classes are for this edge only: they never become stored state.
/// Holds for all of it: stateless but for field tables made once per class, so safe from any thread;
/// every refusal is an [berth.wire.aws.AwsFault] that names the member.
@NullMarked
package berth.wire.aws;

import org.jspecify.annotations.NullMarked;
