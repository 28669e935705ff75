/// AWS Signature Version 4 in the Authorization header: how clients sign, and how we check it.
///
/// Lives here: the canonical request, the signer, the verifier. The HTTP door verifies; the agent
/// and the command line sign. Holds for all of it: the time is an argument, a secret is never part
/// of a message, and a signature is compared in constant time.
@NullMarked
package berth.wire.sigv4;

import org.jspecify.annotations.NullMarked;
