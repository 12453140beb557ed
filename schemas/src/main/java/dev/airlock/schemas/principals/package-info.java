/** Who holds which key, from the operators' words on it, now and at any time before. */
package dev.airlock.schemas.principals;
