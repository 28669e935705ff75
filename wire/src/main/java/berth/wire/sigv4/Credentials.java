package berth.wire.sigv4;

/// A key pair. Its text shows the id alone.
public record Credentials(String accessKeyId, String secretAccessKey) {
    @Override
    public String toString() {
        return "Credentials[" + accessKeyId + "]";
    }
}
