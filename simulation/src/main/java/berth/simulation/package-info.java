/// Door plate.
@org.jspecify.annotations.NullMarked
package berth.simulation;
