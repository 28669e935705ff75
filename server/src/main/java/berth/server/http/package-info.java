/// The HTTP door: one port where operators, AWS's clients and nodes knock.
///
/// Lives here: Jetty and everything that knows of it, the check of every signature, who may ask what, the
/// routes by signed service and target, websockets for nodes, the relay for log streams, health and metrics.
/// What is behind the door comes in by constructor as [Api], [QueryApi], [NodeDoor], [LogSource] and [Keys];
/// those are the only types that others implement. Holds for all of it: no request reaches them unverified;
/// every body, header, queue, wait and number of connections has a bound ([Limits]); handlers run on virtual
/// threads and may block; nothing is null unless marked.
@NullMarked
package berth.server.http;

import org.jspecify.annotations.NullMarked;
