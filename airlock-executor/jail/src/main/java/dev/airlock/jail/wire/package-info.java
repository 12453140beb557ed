/** Text becomes values: the reviewed policy, the kernel's word on a thread, the accounts of the host. */
package dev.airlock.jail.wire;
