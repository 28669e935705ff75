/// The single writer: questions queue up, a turn decides all that wait, commits once, and only then answers.
///
/// Everybody who wants to know or change something knocks here, through `Asker`. `Controller.turn` owns no thread:
/// production gives it one, the simulation calls it (ADR 0002).
@NullMarked
package berth.server.controller;

import org.jspecify.annotations.NullMarked;
