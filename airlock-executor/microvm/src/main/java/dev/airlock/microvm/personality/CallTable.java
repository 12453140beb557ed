package dev.airlock.microvm.personality;

/** From call number to the method that answers it. */
final class CallTable {
    /** Beyond every number of the families here. */
    private static final int SIZE = 512;

    private final Answer[] answers = new Answer[SIZE];

    /** All families. */
    static CallTable all() {
        CallTable table = new CallTable();
        FileCalls.enter(table);
        PathCalls.enter(table);
        DescriptorCalls.enter(table);
        MemoryCalls.enter(table);
        TimeCalls.enter(table);
        WaitCalls.enter(table);
        ProcessCalls.enter(table);
        SignalCalls.enter(table);
        ReadOnlyCalls.enter(table);
        return table;
    }

    void put(int number, Answer answer) {
        if (answers[number] != null) {
            throw new IllegalStateException("call " + number + " has two answers");
        }
        answers[number] = answer;
    }

    boolean knows(int number) {
        return number >= 0 && number < SIZE && answers[number] != null;
    }

    Answer at(int number) {
        return answers[number];
    }
}
