/// How a node's websockets frame JSON: `{"type":…,"message":{…}}` both ways, or `{"SomeException":"text"}` for an
/// error.
///
/// `wire.acs` and `wire.tcs` knock here and nobody else. Stateless and thread-safe. Absent values are left out when
/// writing; unknown fields and unknown types are tolerated when reading, and keys match whatever their case.
@org.jspecify.annotations.NullMarked
package berth.wire.frame;
