/// Services, from what is asked to what their nodes are told.
@NullMarked
package berth.core.rollout;

import org.jspecify.annotations.NullMarked;
