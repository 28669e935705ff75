/// The messages of a data channel of AWS Systems Manager, which AWS's session-manager-plugin speaks.
///
/// Lives here: the binary message and the JSON that some of its payloads are, as records. From the published
/// sources of aws/session-manager-plugin and aws/amazon-ssm-agent; all code is our own. The control plane
/// knocks. What comes from outside is checked: lengths, digests, bounds.
///
/// @see <a href="https://github.com/aws/session-manager-plugin">session-manager-plugin</a>
@NullMarked
package berth.wire.ssm;

import org.jspecify.annotations.NullMarked;
