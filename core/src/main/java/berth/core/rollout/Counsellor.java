package berth.core.rollout;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Asks schedulers that were plugged in on behalf of services. Called by the single writer: be brief,
/// never block.
public interface Counsellor {
    /// Where none is plugged in.
    Counsellor NONE = new Counsellor() {
        @Override
        public @Nullable Duration patience(String scheduler) {
            return null;
        }

        @Override
        public void consult(Consultation consultation) {
            throw new IllegalStateException("nobody is there to ask " + consultation.scheduler());
        }
    };

    /// How long at most until a scheduler's word is here, whatever comes of it; null if there is none of
    /// that name.
    @Nullable
    Duration patience(String scheduler);

    /// Asks; the answer comes as an `Advised`.
    void consult(Consultation consultation);
}
