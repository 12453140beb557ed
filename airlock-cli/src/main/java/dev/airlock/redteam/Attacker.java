package dev.airlock.redteam;

import java.util.random.RandomGenerator;

/** One way to attack a road. */
@FunctionalInterface
interface Attacker {
    /**
     * Attacks once.
     *
     * @param range where every choice of the attack comes from, so that it can be repeated
     * @param field the road; its control, something honest right behind the attack, must go through
     * @throws ControlFailed if it does not, so that nothing can be said of the attack
     */
    Judged attack(RandomGenerator range, Field field) throws ControlFailed, InterruptedException;
}
