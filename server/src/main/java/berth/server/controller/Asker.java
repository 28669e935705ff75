package berth.server.controller;

import berth.core.Refusal;
import berth.core.operation.Question;

/// Where questions are asked.
public interface Asker {
    /// Waits for the answer, which is durable once it is here.
    ///
    /// @throws Refusal    if the caller asked for what cannot be
    /// @throws Overloaded if too many questions wait already
    /// @throws Stopped    if the control plane is ending; whether the question was decided is not known
    <R> R ask(Question<R> question);

    /// Too many questions wait already; ask again later.
    final class Overloaded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Overloaded(int bound) {
            super("More than " + bound + " questions wait.", null, false, false);
        }
    }

    /// The single writer has ended.
    final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Stopped() {
            super("The control plane is stopping.", null, false, false);
        }
    }
}
