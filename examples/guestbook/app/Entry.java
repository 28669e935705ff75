package guestbook;

import java.time.Instant;

/// What somebody wrote.
///
/// @param id      counts up from 1
/// @param name    1 to 60 characters
/// @param message 1 to 1000 characters, may have several lines
/// @param at      when it was written, to the millisecond
record Entry(long id, String name, String message, Instant at) {
    static final int LONGEST_NAME = 60;
    static final int LONGEST_MESSAGE = 1000;
}
