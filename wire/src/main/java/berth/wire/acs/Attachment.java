package berth.wire.acs;

import berth.wire.frame.Copies;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something outside the engine that a task uses: `amazonebs`, `serviceconnectdetail`, …
public record Attachment(
        @Nullable String attachmentArn, @Nullable String attachmentType, List<Property> attachmentProperties) {
    public Attachment {
        attachmentProperties = Copies.of(attachmentProperties);
    }

    public record Property(@Nullable String name, @Nullable String value) {}
}
