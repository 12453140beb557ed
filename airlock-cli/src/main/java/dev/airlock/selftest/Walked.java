package dev.airlock.selftest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads what a tour's machine says, tells it on as somebody at the terminal would see it, and judges each step. */
final class Walked implements Hearing {
    private final List<Step> steps;
    private final Consumer<String> tell;
    private final List<String> heard = new ArrayList<>();
    private Optional<Step> current = Optional.empty();
    private int ended;
    private int passed;
    private Optional<Integer> exit = Optional.empty();

    Walked(List<Step> steps, Consumer<String> tell) {
        this.steps = List.copyOf(steps);
        this.tell = tell;
    }

    @Override
    public void accept(String raw) {
        String line = raw.stripTrailing();
        if (line.startsWith(EXIT)) {
            exit = Optional.of(Integer.parseInt(line.substring(EXIT.length())));
        } else if (line.startsWith(Tour.BEGUN)) {
            current = Optional.of(steps.get(Integer.parseInt(line.substring(Tour.BEGUN.length()))));
            heard.clear();
            tell.accept("$ " + running());
        } else if (line.startsWith(Tour.ENDED)) {
            current.ifPresent(step -> judge(step, Integer.parseInt(line.substring(Tour.ENDED.length()))));
            current = Optional.empty();
        } else {
            heard.add(line);
            tell.accept("  " + line);
        }
    }

    private void judge(Step step, int code) {
        ended++;
        boolean said = heard.stream().anyMatch(line -> line.contains(step.says()));
        if (code == step.exit() && said) {
            passed++;
            tell.accept("ok    exit code " + code);
        } else if (code == step.exit()) {
            tell.accept("FAIL  exit code " + code + " as it should be, but nowhere: " + step.says());
        } else {
            tell.accept("FAIL  exit code " + code + ", and it should be " + step.exit());
        }
    }

    @Override
    public String running() {
        return current.map(Step::typed).orElse("none");
    }

    @Override
    public Tally tally() throws SelftestFailed {
        if (exit.isEmpty() || ended != steps.size()) {
            throw new SelftestFailed("the tour did not come to its end: %d of %d".formatted(ended, steps.size()), "");
        }
        return new Tally(steps.size(), passed, ended - passed, exit.get());
    }
}
