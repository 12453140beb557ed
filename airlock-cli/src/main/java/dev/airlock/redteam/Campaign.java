package dev.airlock.redteam;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Many attackers, one after the other.
 *
 * @param attackers how many of the inherited categories; each of our own has as many as each of those; at least 1
 * @param seed where their choices come from: attacker {@code i} is the same whoever else attacks
 * @param categories which of them take part
 */
public record Campaign(int attackers, long seed, List<Category> categories) {
    private static final int MOST = 1_000_000;

    public Campaign {
        if (attackers < 1 || attackers > MOST) {
            throw new IllegalArgumentException("--attackers is " + attackers + "; it must be 1 to " + MOST);
        }
        categories = List.copyOf(categories);
    }

    /**
     * Attacks; a control that fails ends its category, and the account does not hold then.
     *
     * @param progress told of each category in a line
     */
    public Account against(Field field, Consumer<String> progress) throws InterruptedException {
        List<Row> rows = new ArrayList<>();
        for (Category category : categories) {
            Row row = row(category, category.attacker(), field);
            progress.accept(row.text());
            rows.add(row);
        }
        return new Account(rows, field.late());
    }

    /** All attackers of one category: those whose number ends in its place. */
    Row row(Category category, Attacker attacker, Field field) throws InterruptedException {
        int held = 0;
        int tried = 0;
        List<String> escapes = new ArrayList<>();
        for (int id = Category.all().indexOf(category) % Category.INHERITED; id < attackers; id += Category.INHERITED) {
            tried++;
            try {
                switch (attacker.attack(new Random(seed * 31 + id), field)) {
                    case Judged.Held() -> held++;
                    case Judged.Escaped(String why) -> escapes.add("attacker " + id + ": " + why);
                }
            } catch (ControlFailed e) {
                return new Row(category, tried, held, escapes, "attacker " + id + ": " + e.getMessage());
            }
        }
        return new Row(category, tried, held, escapes, "");
    }
}
