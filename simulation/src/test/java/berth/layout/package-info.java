/// The house rules, read off the compiled classes of all modules. It lives in the module that is built last, so that
/// all the others are there to be read; nobody knocks.
@NullMarked
package berth.layout;

import org.jspecify.annotations.NullMarked;
