package berth.core;

/// Who this control plane is. Fixed when its store is made: ARNs on running containers name both.
///
/// @param region  any region-shaped word, `us-east-1` unless told otherwise
/// @param account twelve digits
public record Identity(String region, String account) implements Entity {
    public static final Key KEY = new Key(Kind.IDENTITY, "self");

    @Override
    public Key key() {
        return KEY;
    }
}
