/// What services are: their settings, their deployments, and what is remembered of both.
///
/// How a service's tasks are brought to what was asked is `berth.core.rollout`'s.
@NullMarked
package berth.core.service;

import org.jspecify.annotations.NullMarked;
