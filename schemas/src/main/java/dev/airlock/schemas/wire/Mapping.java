package dev.airlock.schemas.wire;

/** One type of the model as Avro's generic API holds it. */
interface Mapping {
    Object toAvro(Object java);

    /**
     * @throws Unreadable if the model refuses the value
     */
    Object toJava(Object avro) throws Unreadable;
}
