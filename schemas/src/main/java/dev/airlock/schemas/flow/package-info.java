/** The road as data: which topics there are, how long they are kept, who writes and who reads them. Pure: no Kafka here. */
package dev.airlock.schemas.flow;
