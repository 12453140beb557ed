/**
 * Guest images: OCI layouts on disk, the builder that makes one from the host's Python, and the read-only file system in
 * memory that a guest sees. Everything read from a layout, a tar or an ELF file is hostile until it has been checked; what
 * leaves this package as a {@link dev.airlock.image.RootFs} is immutable and holds no descriptor of the host.
 */
package dev.airlock.image;
