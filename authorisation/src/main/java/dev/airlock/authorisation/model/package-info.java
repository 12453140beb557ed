/** Questions of who may do what, and their answers. Rule of the room: values that check themselves, nothing else. */
package dev.airlock.authorisation.model;
