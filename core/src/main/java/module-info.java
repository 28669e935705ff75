/// What is true of a cluster, and what follows from it.
module berth.core {
    requires static org.jspecify;

    exports berth.core;
}
