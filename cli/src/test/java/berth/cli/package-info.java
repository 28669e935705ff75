@org.jspecify.annotations.NullMarked
package berth.cli;
