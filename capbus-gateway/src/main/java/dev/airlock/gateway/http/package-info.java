/** The HTTP ingress: the wishes of the MUX in another protocol, with the same exchange behind it. */
package dev.airlock.gateway.http;
