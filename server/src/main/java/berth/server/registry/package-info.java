/// The registry that an operator has beside the control plane, and what ECR's names mean there.
@NullMarked
package berth.server.registry;

import org.jspecify.annotations.NullMarked;
