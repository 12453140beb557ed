/**
 * The guests' own tests, run where no Maven is: on this machine's /dev/kvm, or in a machine that QEMU emulates and whose kernel offers a
 * /dev/kvm of AMD's kind. Rule: nothing is installed, nothing outlives a run but the cache, and a run without a verdict has failed.
 */
package dev.airlock.selftest;
