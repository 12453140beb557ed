package dev.airlock.road.acl;

/** What a party may do with a thing of the broker's; named as Kafka's {@code AclOperation}. Reading and writing include describing. */
public enum Right {
    READ,
    WRITE,
    CREATE,
    DESCRIBE,
    DESCRIBE_CONFIGS
}
