/** The only room that talks to the kernel. It knows Linux and nothing of Airlock. */
module airlock.linux {
    exports dev.airlock.linux;
}
