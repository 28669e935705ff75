package berth.core;

/// x
public final class Refusal extends RuntimeException {
    public Refusal(String m) {
        super(m);
    }
}
