package dev.airlock.road.acl;

/**
 * What a right is about.
 *
 * @param kind what it is; named as Kafka's {@code ResourceType}
 * @param name its name at the broker, with the namespace
 * @param prefix whether all counts that begins with this name
 */
public record Thing(Kind kind, String name, boolean prefix) {
    /** What there is at a broker. */
    public enum Kind {
        TOPIC,
        GROUP,
        TRANSACTIONAL_ID
    }
}
