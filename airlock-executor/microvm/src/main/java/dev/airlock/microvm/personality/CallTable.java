package dev.airlock.microvm.personality;

/** From call number to the method that answers it. */
final class CallTable {
    /** Beyond every number of the families here. */
    private static final int SIZE = 512;

    private final Answer[] answers = new Answer[SIZE];

    /** All families. */
    static CallTable all() {
        CallTable table = new CallTable();
        OpenCalls.enter(table);
        ReadCalls.enter(table);
        ContentCalls.enter(table);
        DescriptorCalls.enter(table);
        FolderCalls.enter(table);
        DirectoryEntries.enter(table);
        AttributeCalls.enter(table);
        FileTimeCalls.enter(table);
        FileSystemCalls.enter(table);
        EventCalls.enter(table);
        PollCalls.enter(table);
        EventPollCalls.enter(table);
        MemoryCalls.enter(table);
        TimeCalls.enter(table);
        TimerCalls.enter(table);
        FutexCalls.enter(table);
        ProcessCalls.enter(table);
        SignalCalls.enter(table);
        StackCalls.enter(table);
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
