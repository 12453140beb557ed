package dev.airlock.node.dials;

/**
 * Every number that an operator can read of a service, with what it means and what to do about it: {@code docs/METRICS.md} is this list. None has
 * a label, so none can grow with what callers send.
 */
public enum Dial {
    READY("airlock_ready", Kind.GAUGE, "1 while /ready answers 200.", "0 for 1 min: /ready and airlock health say why"),

    POLICY_VERDICTS_READ(
            "airlock_policy_verdicts_read_total",
            Kind.COUNTER,
            "Records of the verdicts topic that policy has read. At rest: read = counted + older + dead.",
            ""),
    POLICY_VERDICTS_COUNTED(
            "airlock_policy_verdicts_counted_total", Kind.COUNTER, "Verdicts that changed what stands.", ""),
    POLICY_VERDICTS_OLDER(
            "airlock_policy_verdicts_older_total", Kind.COUNTER, "Verdicts no newer than what stands.", ""),
    POLICY_VERDICTS_DEAD(
            "airlock_policy_verdicts_dead_total",
            Kind.COUNTER,
            "Verdicts that could not be read or could not be true, and went to the dead letters.",
            "grows: somebody signs what he may not"),
    POLICY_POSTURES(
            "airlock_policy_postures_recorded_total",
            Kind.COUNTER,
            "Postures that became the recorded one.",
            "grows by more than a few an hour: the runtime comes and goes"),
    POLICY_TICKS(
            "airlock_policy_ticks_total",
            Kind.COUNTER,
            "Times that policy looked whether a lease is due. At rest: ticks = issued + held + withheld.",
            "stands still: policy is stuck"),
    POLICY_LEASES_ISSUED(
            "airlock_policy_leases_issued_total",
            Kind.COUNTER,
            "Leases that were published.",
            "stands still for 1 s: policy vouches for no posture"),
    POLICY_LEASES_HELD(
            "airlock_policy_leases_held_total",
            Kind.COUNTER,
            "Looks that found the last lease new enough, or on its way.",
            ""),
    POLICY_LEASES_WITHHELD(
            "airlock_policy_leases_withheld_total",
            Kind.COUNTER,
            "Looks after which policy could vouch for nothing: it does not hear verdicts, postures or pulses.",
            "grows: the road is closed to external callers"),
    POLICY_EXECUTORS_READY(
            "airlock_policy_executors_ready",
            Kind.GAUGE,
            "Executors that policy hears, that do not drain, and of which a backend is ready, be it the simulation.",
            "0 for 30 s: nobody runs anything"),
    POLICY_EXTERNAL_OPEN(
            "airlock_policy_external_open",
            Kind.GAUGE,
            "1 while callers from outside are let in: the recorded posture of the fleet allows it, and a lease that has not run out vouches for it.",
            "0 for 30 s: external callers are refused; airlock posture says why"),
    POLICY_KILLS(
            "airlock_policy_kills_counted_total",
            Kind.COUNTER,
            "Runs from outside that were killed in a way that counts towards an incident.",
            ""),
    POLICY_INCIDENTS(
            "airlock_policy_incidents_total",
            Kind.COUNTER,
            "Kills that were found to be an incident, and guarded against.",
            "grows: read the verdict's reason"),
    POLICY_SENDS_FAILED(
            "airlock_policy_sends_failed_total",
            Kind.COUNTER,
            "Records of policy that did not get to the bus in time.",
            "grows: the bus is away or full"),

    SNAFT_READ(
            "airlock_snaft_read_total",
            Kind.COUNTER,
            "Records of the intents topic that snaft has read; one whose transaction is rolled back counts again."
                    + " At rest: read = passed + refused + malformed.",
            ""),
    SNAFT_PASSED("airlock_snaft_passed_total", Kind.COUNTER, "Intents that may go on to the gateway.", ""),
    SNAFT_REFUSED(
            "airlock_snaft_refused_total",
            Kind.COUNTER,
            "Intents that go on as refused; the gateway makes their token.",
            "a jump against passed: an attack, or a new rule that is too wide"),
    SNAFT_MALFORMED(
            "airlock_snaft_malformed_total",
            Kind.COUNTER,
            "Records that nobody could read, and that became dead letters.",
            "grows: a caller writes what is no intent"),

    PRINCIPALS_WORDS(
            "airlock_principals_words_total",
            Kind.COUNTER,
            "Words on principals and delegations that snaft has read and that count; a start reads the topic again and counts them again.",
            ""),
    PRINCIPALS_REFUSED(
            "airlock_principals_refused_total",
            Kind.COUNTER,
            "Words on principals and delegations that change nothing: nobody may say them, or they are older than what stands.",
            "grows: somebody writes who may not"),

    GATEWAY_READ(
            "airlock_gateway_read_total",
            Kind.COUNTER,
            "Screenings whose step is committed. Always: read = admitted + refused + malformed + copies + clashes.",
            "stands still while airlock_snaft_passed_total grows: the gateway is stuck"),
    GATEWAY_ADMITTED("airlock_gateway_admitted_total", Kind.COUNTER, "Screenings that became orders.", ""),
    GATEWAY_REFUSED(
            "airlock_gateway_refused_total", Kind.COUNTER, "Screenings that became a token that says why not.", ""),
    GATEWAY_MALFORMED(
            "airlock_gateway_malformed_total",
            Kind.COUNTER,
            "Records that are no screening of snaft's, and that became dead letters.",
            "grows: somebody else writes to the screened topic"),
    GATEWAY_COPIES("airlock_gateway_copies_total", Kind.COUNTER, "Intents that arrived again, byte for byte.", ""),
    GATEWAY_CLASHES(
            "airlock_gateway_clashes_total",
            Kind.COUNTER,
            "Intents that arrived under an id that another one had.",
            "grows: a caller uses ids twice"),
    INGRESS_PASSED("airlock_ingress_passed_total", Kind.COUNTER, "Requests that MUX and HTTP have let in.", ""),
    INGRESS_REFUSED(
            "airlock_ingress_refused_total",
            Kind.COUNTER,
            "Requests that MUX and HTTP have refused before anything was sent: no capacity, or habits.",
            "grows beside a high under_way: more executors are needed"),
    INGRESS_HOLDS(
            "airlock_ingress_holds_total",
            Kind.COUNTER,
            "Callers that get no answer for a while, since they asked for too much.",
            ""),
    INGRESS_UNDER_WAY(
            "airlock_ingress_under_way", Kind.GAUGE, "Requests that were let in and are not answered yet.", ""),

    LANE_ASKED(
            "airlock_lane_asked_total",
            Kind.COUNTER,
            "Intents that a node's fast lane was asked for, copies too. At rest: asked = journaled + taken + busy + silent.",
            ""),
    LANE_JOURNALED(
            "airlock_lane_journaled_total",
            Kind.COUNTER,
            "Answers of the fast lane with a token that is on the disk, refusals too.",
            "stands still while under_way is above 0: the disk or the slots are stuck"),
    LANE_TAKEN(
            "airlock_lane_taken_total",
            Kind.COUNTER,
            "Answers of the fast lane that another intent has the id.",
            "grows: a caller uses ids twice"),
    LANE_BUSY(
            "airlock_lane_busy_total",
            Kind.COUNTER,
            "Answers of the fast lane that there is no room, or that the node is going away.",
            "grows: more slots, or more room on the disk, are needed"),
    LANE_SILENT(
            "airlock_lane_silent_total",
            Kind.COUNTER,
            "Answers of the fast lane without a token, since it failed.",
            "above 0: the log says why; restart the node"),
    LANE_UNDER_WAY("airlock_lane_under_way", Kind.GAUGE, "Intents on the fast lane that are not answered yet.", ""),

    EXECUTOR_READ(
            "airlock_executor_read_total",
            Kind.COUNTER,
            "Records of the orders topic that the executor has begun with. At rest: read = taken + unreadable + repeated; and those besides that waited for a slot when their partition went to another executor, which counts them again.",
            ""),
    EXECUTOR_TAKEN(
            "airlock_executor_taken_total",
            Kind.COUNTER,
            "Orders that got an outcome here. At rest: taken = completed + killed + faulted + refused.",
            "stands still while airlock_gateway_admitted_total grows: no executor takes orders"),
    EXECUTOR_UNREADABLE(
            "airlock_executor_unreadable_total",
            Kind.COUNTER,
            "Records that are no order that may be believed, and that became dead letters.",
            "grows: somebody else writes to the orders topic"),
    EXECUTOR_REPEATED(
            "airlock_executor_repeated_total",
            Kind.COUNTER,
            "Orders whose grant was redeemed before; nothing was done.",
            ""),
    EXECUTOR_COMPLETED("airlock_executor_completed_total", Kind.COUNTER, "Orders whose program ran to its end.", ""),
    EXECUTOR_KILLED(
            "airlock_executor_killed_total",
            Kind.COUNTER,
            "Orders whose run was ended from outside: a violation, a limit, a posture, a cancel.",
            "a jump: read the tokens' reasons"),
    EXECUTOR_FAULTED(
            "airlock_executor_faulted_total",
            Kind.COUNTER,
            "Orders whose run failed.",
            "grows: this host does not run guests as it should"),
    EXECUTOR_REFUSED("airlock_executor_refused_total", Kind.COUNTER, "Orders that were not run.", ""),
    EXECUTOR_BUSY(
            "airlock_executor_busy_slots",
            Kind.GAUGE,
            "Runs under way, of both lanes, and guests that are being reset after one.",
            ""),
    EXECUTOR_WAITING(
            "airlock_executor_waiting_runs",
            Kind.GAUGE,
            "Runs that wait for a slot, of both lanes.",
            "above 0 for minutes: more slots or executors are needed"),
    EXECUTOR_DRAINING(
            "airlock_executor_draining", Kind.GAUGE, "1 while the executor takes no more orders, since it ends.", ""),

    POOL_ASKED(
            "airlock_pool_asked_total",
            Kind.COUNTER,
            "Runs that wanted a guest. At rest: asked = leased + refused.",
            ""),
    POOL_REFUSED(
            "airlock_pool_refused_total",
            Kind.COUNTER,
            "Runs that got no guest: no capacity, or none could be made.",
            "grows: the host has no room for more guests"),
    POOL_LEASED(
            "airlock_pool_leased_total",
            Kind.COUNTER,
            "Runs that got a guest. At rest: leased = completed + ended + faulted.",
            ""),
    POOL_COMPLETED("airlock_pool_completed_total", Kind.COUNTER, "Guests whose run ended by itself.", ""),
    POOL_ENDED("airlock_pool_ended_total", Kind.COUNTER, "Guests whose run was ended from outside.", ""),
    POOL_FAULTED("airlock_pool_faulted_total", Kind.COUNTER, "Guests that failed.", ""),
    POOL_RESET("airlock_pool_reset_total", Kind.COUNTER, "Guests that became their snapshot again.", ""),
    POOL_SPOILT(
            "airlock_pool_spoilt_total",
            Kind.COUNTER,
            "Guests whose reset failed or left something behind; they were thrown away.",
            ""),
    POOL_PROVED(
            "airlock_pool_proved_total", Kind.COUNTER, "Guests that were compared with their snapshot and are it.", ""),
    POOL_RESIDUE(
            "airlock_pool_residue_total",
            Kind.COUNTER,
            "Guests that were compared with their snapshot and are not it.",
            "above 0: stop this executor, and report it as a security defect"),
    POOL_BORN("airlock_pool_born_total", Kind.COUNTER, "Guests that were made.", ""),
    POOL_STILLBORN(
            "airlock_pool_stillborn_total",
            Kind.COUNTER,
            "Guests that could not be made.",
            "grows: airlock doctor on this host"),
    POOL_DISCARDED("airlock_pool_discarded_total", Kind.COUNTER, "Guests that are gone.", ""),
    POOL_WAITED(
            "airlock_pool_waited_seconds_total",
            Kind.COUNTER,
            "For how long runs have waited for a guest, all together; by leased it is the mean.",
            "the mean grows: more guests are needed (slots.max)"),
    POOL_RAN("airlock_pool_ran_seconds_total", Kind.COUNTER, "For how long guests have run, all together.", ""),
    POOL_RESETTING(
            "airlock_pool_reset_seconds_total",
            Kind.COUNTER,
            "For how long resets have taken, all together; by reset it is the mean.",
            ""),

    LEDGER_RECORDED(
            "airlock_ledger_recorded_total",
            Kind.COUNTER,
            "Records of the tokens topic that took their leaf; a start reads the topic again and counts it again.",
            "stands still while tokens are made: the ledger is stuck"),
    LEDGER_INCIDENTS(
            "airlock_ledger_incidents_total",
            Kind.COUNTER,
            "Things that are wrong with tokens, and that were told of.",
            "grows: somebody writes what is no token; airlock audit"),
    LEDGER_PUBLISHED("airlock_ledger_published_total", Kind.COUNTER, "Signed heads that are on the bus.", ""),
    LEDGER_AGE(
            "airlock_ledger_head_age_seconds_total",
            Kind.COUNTER,
            "How long after its newest record each head was published, all together; by published it is the mean.",
            "the mean is above 1 s for minutes"),
    LEDGER_WITNESSES("airlock_ledger_witnesses", Kind.GAUGE, "Witnesses that the ledger is to ask.", ""),
    LEDGER_COSIGNED(
            "airlock_ledger_cosigned_total",
            Kind.COUNTER,
            "Heads that a witness has co-signed.",
            "stands still while airlock_ledger_published_total grows and there are witnesses: they are away, or refuse"),
    LEDGER_FAILED(
            "airlock_ledger_failed_total",
            Kind.COUNTER,
            "Things that could not be stored or sent, and are tried again.",
            "grows: the disk or the bus is away"),

    WITNESS_ASKED(
            "airlock_witness_asked_total",
            Kind.COUNTER,
            "Heads that the witness was asked to co-sign. At rest: asked = cosigned + stale + unfit + inconsistent + forked + failed.",
            "stands still while airlock_ledger_published_total grows: the ledger does not reach it"),
    WITNESS_COSIGNED("airlock_witness_cosigned_total", Kind.COUNTER, "Heads that it has co-signed.", ""),
    WITNESS_STALE(
            "airlock_witness_stale_total",
            Kind.COUNTER,
            "Heads that were offered on top of another size than it remembers; a ledger that starts asks so once for each log.",
            ""),
    WITNESS_UNFIT(
            "airlock_witness_unfit_total",
            Kind.COUNTER,
            "Requests that are malformed, about a log that it does not look after, or not signed by that log's ledger.",
            "grows: its list of ledgers is wrong, or a stranger asks"),
    WITNESS_INCONSISTENT(
            "airlock_witness_inconsistent_total",
            Kind.COUNTER,
            "Heads whose proof does not show that their log only grew.",
            "above 0: the ledger is broken, or worse; its log says which"),
    WITNESS_FORKED(
            "airlock_witness_forked_total",
            Kind.COUNTER,
            "Heads that tell another story than one it has co-signed. Both are kept in its state directory.",
            "above 0: the ledger has signed two stories; trust it no more"),
    WITNESS_FAILED(
            "airlock_witness_failed_total",
            Kind.COUNTER,
            "Heads that it did not judge, since it cannot remember.",
            "grows: its disk is full or away");

    /** What Prometheus takes a number for. */
    public enum Kind {
        /** It only grows, from zero at each start. */
        COUNTER,
        /** It goes up and down. */
        GAUGE
    }

    private final String label;
    private final Kind kind;
    private final String means;
    private final String alert;

    Dial(String label, Kind kind, String means, String alert) {
        this.label = label;
        this.kind = kind;
        this.means = means;
        this.alert = alert;
    }

    /** The name under which Prometheus reads it. */
    public String label() {
        return label;
    }

    /** Whether it only grows. */
    public Kind kind() {
        return kind;
    }

    /** What it means, in a sentence. */
    public String means() {
        return means;
    }

    /** When to be alarmed, and by what; empty for one that only explains others. */
    public String alert() {
        return alert;
    }
}
