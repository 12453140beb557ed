/*
 * The road from an admitted intent to its token, in Alloy 6. It shares nothing with the code and was written from the rules alone
 * (docs/adr/0003, 0007, 0009): who reads both finds the same laws said twice.
 *
 * What is left out: screening, which only refuses; the fast lane; and times, of which only the order remains.
 */
module road

open util/ordering[Verdict] as age

enum Word { Open, Closed }

-- Verdicts on the runtime, by their times; the observer publishes them in this order, and they may come to policy in any, and more than once.
sig Verdict { word: one Word }

sig Intent {}
sig External in Intent {}
sig Order { of: one Intent }

sig Executor {
  var runs: set Order,    -- begun by the owner of the partition
  var zombies: set Order  -- begun by somebody who is the owner no more
}

one sig Policy {
  var heard: lone Verdict   -- the verdict that stands, as far as policy has read
}

var sig Said in Verdict {}      -- on the topic of verdicts

var sig Vouched in Policy {}    -- a lease for the open posture is on its topic and has not ended
var sig GateOpen in Policy {}   -- the gateway holds such a lease
var sig Seeing in Executor {}   -- these executors do
var one sig Owner in Executor {}
var sig Known in Intent {}      -- decided, as the gateway's own topic says
var sig Refused in Intent {}    -- has the gateway's refusal as its token
var sig Ordered in Order {}     -- is on the topic of orders
var sig Sealed in Order {}      -- has a token
var sig Passed in Order {}      -- was recognised as a copy

-- What somebody could have forgotten to build.
abstract sig Fault {}
lone sig ForgetfulGateway, CommittingZombie, ForgottenGrants, EndlessLease, NoSecondLook,
  AnyVerdictCounts, SecondThought, NobodyIsRescued, HalfCommit, RunLetGo extends Fault {}

fun tokens[i: Intent]: set Order { Sealed & of.i }

-- What policy goes by; without a verdict all is shut.
fun stands: one Word { some Policy.heard => Policy.heard.word else Closed }

-- Frames: what does not change.
pred policyStays { Said' = Said and heard' = heard and Vouched' = Vouched }
pred viewsStay { GateOpen' = GateOpen and Seeing' = Seeing }
pred gateStays { Known' = Known and Refused' = Refused }
pred orderTopicStays { Ordered' = Ordered }
pred tokensStay { Sealed' = Sealed and Passed' = Passed }
pred workStays { runs' = runs and zombies' = zombies and Owner' = Owner }

pred begun {
  no Said and no heard
  no Vouched and no GateOpen and no Seeing
  no Known and no Refused and no Ordered and no Sealed and no Passed
  no runs and no zombies
}

pred say[v: Verdict] {
  v not in Said and age/prevs[v] in Said
  Said' = Said + v and heard' = heard and Vouched' = Vouched
  viewsStay and gateStays and orderTopicStays and tokensStay and workStays
}

-- Any verdict on the topic may be the next that policy reads: late, a copy, or again after a restart. Only a later one replaces what stands.
pred hear[v: Verdict] {
  v in Said
  (no Policy.heard or age/lt[Policy.heard, v] or some AnyVerdictCounts) implies heard' = Policy->v else heard' = heard
  Said' = Said and Vouched' = Vouched
  viewsStay and gateStays and orderTopicStays and tokensStay and workStays
}

pred vouch {
  stands = Open
  Vouched' = Policy and Said' = Said and heard' = heard
  viewsStay and gateStays and orderTopicStays and tokensStay and workStays
}

-- The length of a lease passes: whatever was vouched for before counts no more, wherever it was read.
pred leaseEnds {
  no Vouched' and Said' = Said and heard' = heard
  some EndlessLease implies viewsStay else (no GateOpen' and no Seeing')
  gateStays and orderTopicStays and tokensStay and workStays
}

pred gatewaySees {
  some Vouched
  GateOpen' = Policy and Seeing' = Seeing
  policyStays and gateStays and orderTopicStays and tokensStay and workStays
}

pred sees[e: Executor] {
  some Vouched
  Seeing' = Seeing + e and GateOpen' = GateOpen
  policyStays and gateStays and orderTopicStays and tokensStay and workStays
}

pred undecided[i: Intent] { some ForgetfulGateway or i not in Known or (some SecondThought and i in Refused) }

pred order[i: Intent, o: Order] {
  undecided[i]
  o.of = i and o not in Ordered
  i in External implies some GateOpen
  Known' = Known + i and Ordered' = Ordered + o and Refused' = Refused
  policyStays and viewsStay and tokensStay and workStays
}

pred refuse[i: Intent] {
  undecided[i]
  (i in External or some NobodyIsRescued) and no GateOpen
  Known' = Known + i and Refused' = Refused + i
  policyStays and viewsStay and orderTopicStays and tokensStay and workStays
}

-- The gateway takes an intent for decided, though nothing of its transaction became durable.
pred halfCommitted[i: Intent] {
  some HalfCommit and undecided[i]
  Known' = Known + i and Refused' = Refused
  policyStays and viewsStay and orderTopicStays and tokensStay and workStays
}

-- Somebody writes an order again.
pred copied[o, copy: Order] {
  o in Ordered and copy not in Ordered and copy.of = o.of
  Ordered' = Ordered + copy
  policyStays and viewsStay and gateStays and tokensStay and workStays
}

pred redeemed[e: Executor, o: Order] {
  some (e.runs & of.(o.of))
    or (no ForgottenGrants and some tokens[o.of])
}

pred canTake[e: Executor, o: Order] {
  e = Owner and o in Ordered - Sealed - Passed and o not in e.runs
}

pred begin[e: Executor, o: Order] {
  canTake[e, o] and not redeemed[e, o]
  o.of in External implies (e in Seeing or some NoSecondLook)
  runs' = runs + e->o and zombies' = zombies and Owner' = Owner
  policyStays and viewsStay and gateStays and orderTopicStays and tokensStay
}

pred refuseOrder[e: Executor, o: Order] {
  canTake[e, o] and not redeemed[e, o]
  o.of in External and e not in Seeing
  Sealed' = Sealed + o and Passed' = Passed
  policyStays and viewsStay and gateStays and orderTopicStays and workStays
}

pred pass[e: Executor, o: Order] {
  canTake[e, o] and redeemed[e, o]
  Passed' = Passed + o and Sealed' = Sealed
  policyStays and viewsStay and gateStays and orderTopicStays and workStays
}

pred finish[e: Executor, o: Order] {
  o in e.runs
  Sealed' = Sealed + o and Passed' = Passed
  runs' = runs - e->o and zombies' = zombies and Owner' = Owner
  policyStays and viewsStay and gateStays and orderTopicStays
}

-- An executor takes an order for done, though nothing of its transaction became durable.
pred letsGo[e: Executor, o: Order] {
  some RunLetGo and o in e.runs
  Passed' = Passed + o and Sealed' = Sealed
  runs' = runs - e->o and zombies' = zombies and Owner' = Owner
  policyStays and viewsStay and gateStays and orderTopicStays
}

pred zombieFinishes[e: Executor, o: Order] {
  o in e.zombies
  zombies' = zombies - e->o and runs' = runs and Owner' = Owner
  some CommittingZombie implies Sealed' = Sealed + o else Sealed' = Sealed
  Passed' = Passed
  policyStays and viewsStay and gateStays and orderTopicStays
}

-- The partition moves; who had it may go on for a while without knowing.
pred moves {
  Owner' != Owner
  no runs' and zombies' = zombies + runs
  policyStays and viewsStay and gateStays and orderTopicStays and tokensStay
}

pred restarts[e: Executor] {
  runs' = runs - e->Order and zombies' = zombies - e->Order and Owner' = Owner
  Seeing' = Seeing - e and GateOpen' = GateOpen
  policyStays and gateStays and orderTopicStays and tokensStay
}

pred gatewayRestarts {
  no GateOpen' and Seeing' = Seeing
  policyStays and gateStays and orderTopicStays and tokensStay and workStays
}

pred nothing {
  policyStays and viewsStay and gateStays and orderTopicStays and tokensStay and workStays
}

fact traces {
  begun
  always (
    nothing or vouch or leaseEnds or gatewaySees or moves or gatewayRestarts
    or (some v: Verdict | say[v] or hear[v])
    or (some e: Executor | sees[e] or restarts[e])
    or (some i: Intent | refuse[i] or halfCommitted[i])
    or (some i: Intent, o: Order | order[i, o])
    or (some disj o, copy: Order | copied[o, copy])
    or (some e: Executor, o: Order | begin[e, o] or refuseOrder[e, o] or pass[e, o] or finish[e, o] or letsGo[e, o]
      or zombieFinishes[e, o])
  )
}

-- The laws. Each has the name that the explorer gives it (Law.java), and holds at every moment of every trace.

pred twoTokens { some i: Intent | #tokens[i] > 1 or (i in Refused and some tokens[i]) }
pred oneTokenHolds { always not twoTokens }

pred externalBegins { some e: Executor, o: Order | o.of in External and begin[e, o] }
pred leaseEndsClosed { leaseEnds and stands = Closed }

-- A lease's length after policy has heard that the road is closed, nothing of the outside begins until it hears that it is open.
pred staysClosedHolds {
  always (leaseEndsClosed implies
    after ((stands = Closed and after stands = Open) releases (not externalBegins)))
}

-- Nobody of the inside is ever refused.
pred rescueHolds { always Refused in External }

-- What the gateway refused has no order.
pred refusedIsNotOrderedHolds { always no (Refused & Ordered.of) }

-- What stands becomes open only by a later verdict.
pred relaxes { stands = Closed and after stands = Open }
pred relaxesOnNewerWordHolds { always (relaxes implies (no heard or (all v: Policy.heard' | age/lt[Policy.heard, v]))) }

-- When nothing more is to be done, every intent has its token.
pred done {
  Intent in Known and Ordered in Sealed + Passed and no runs
}
pred nothingLostHolds { always (done implies all i: Intent | i in Refused or some tokens[i]) }

oneToken: check { no Fault implies oneTokenHolds } for 2 Intent, 3 Order, 2 Verdict, exactly 2 Executor, 0 Fault, 1..9 steps expect 0
staysClosed: check { no Fault implies staysClosedHolds } for 1 Intent, 1 Order, 3 Verdict, exactly 2 Executor, 0 Fault, 1..12 steps expect 0
rescue: check { no Fault implies rescueHolds } for 2 Intent, 2 Order, 2 Verdict, exactly 2 Executor, 0 Fault, 1..10 steps expect 0
refusedIsNotOrdered: check { no Fault implies refusedIsNotOrderedHolds } for 2 Intent, 3 Order, 2 Verdict, exactly 2 Executor, 0 Fault, 1..10 steps expect 0
relaxesOnNewerWord: check { no Fault implies relaxesOnNewerWordHolds } for 1 Intent, 1 Order, 4 Verdict, exactly 1 Executor, 0 Fault, 1..10 steps expect 0
nothingLost: check { no Fault implies nothingLostHolds } for 2 Intent, 3 Order, 2 Verdict, exactly 2 Executor, 0 Fault, 1..9 steps expect 0

-- Each law has something to forbid where there is no fault: what it says must not happen could be next.
oneToken_tried: run { no Fault and eventually (some disj o, p: Ordered | o.of = p.of and o in Sealed and p in Owner.runs + Ordered - Sealed - Passed) }
  for 1 Intent, 2 Order, 1 Verdict, exactly 2 Executor, 0 Fault, 1..9 steps expect 1
staysClosed_tried: run { no Fault and eventually (leaseEndsClosed and some (Ordered - Sealed) & of.External) }
  for 1 Intent, 1 Order, 2 Verdict, exactly 2 Executor, 0 Fault, 1..10 steps expect 1
rescue_tried: run { no Fault and eventually (no GateOpen and some (Ordered & Sealed) - of.External) }
  for 1 Intent, 1 Order, 1 Verdict, exactly 2 Executor, 0 Fault, 1..9 steps expect 1
refusedIsNotOrdered_tried: run { no Fault and eventually (some Refused and some GateOpen) }
  for 1 Intent, 1 Order, 1 Verdict, exactly 2 Executor, 0 Fault, 1..9 steps expect 1
relaxesOnNewerWord_tried: run { no Fault and eventually (some heard and relaxes and eventually (some v: Verdict | hear[v] and age/lt[v, Policy.heard])) }
  for 1 Intent, 1 Order, 2 Verdict, exactly 1 Executor, 0 Fault, 1..9 steps expect 1
nothingLost_tried: run { no Fault and some External and eventually (done and some Sealed & of.External) }
  for 1 Intent, 1 Order, 1 Verdict, exactly 2 Executor, 0 Fault, 1..9 steps expect 1

-- And each fault breaks its law.
oneToken_forgetfulGateway: run { some ForgetfulGateway and not oneTokenHolds } for 1 Intent, 2 Order, 1 Verdict, exactly 2 Executor, 1 Fault, 1..9 steps expect 1
oneToken_committingZombie: run { some CommittingZombie and not oneTokenHolds } for 1 Intent, 2 Order, 1 Verdict, exactly 2 Executor, 1 Fault, 1..9 steps expect 1
oneToken_forgottenGrants: run { some ForgottenGrants and not oneTokenHolds } for 1 Intent, 2 Order, 1 Verdict, exactly 2 Executor, 1 Fault, 1..9 steps expect 1
staysClosed_endlessLease: run { some EndlessLease and not staysClosedHolds } for 1 Intent, 1 Order, 2 Verdict, exactly 2 Executor, 1 Fault, 1..13 steps expect 1
staysClosed_noSecondLook: run { some NoSecondLook and not staysClosedHolds } for 1 Intent, 1 Order, 2 Verdict, exactly 2 Executor, 1 Fault, 1..13 steps expect 1
rescue_nobodyIsRescued: run { some NobodyIsRescued and not rescueHolds } for 1 Intent, 1 Order, 1 Verdict, exactly 2 Executor, 1 Fault, 1..6 steps expect 1
refusedIsNotOrdered_secondThought: run { some SecondThought and not refusedIsNotOrderedHolds } for 1 Intent, 1 Order, 1 Verdict, exactly 2 Executor, 1 Fault, 1..9 steps expect 1
relaxesOnNewerWord_anyVerdictCounts: run { some AnyVerdictCounts and not relaxesOnNewerWordHolds } for 1 Intent, 1 Order, 2 Verdict, exactly 1 Executor, 1 Fault, 1..9 steps expect 1
nothingLost_halfCommit: run { some HalfCommit and not nothingLostHolds } for 1 Intent, 1 Order, 1 Verdict, exactly 2 Executor, 1 Fault, 1..6 steps expect 1
nothingLost_runLetGo: run { some RunLetGo and not nothingLostHolds } for 1 Intent, 1 Order, 1 Verdict, exactly 2 Executor, 1 Fault, 1..9 steps expect 1

-- As far as there is time for.
oneToken_long: check { no Fault implies oneTokenHolds } for 2 Intent, 3 Order, 2 Verdict, exactly 2 Executor, 0 Fault, 1..11 steps expect 0
staysClosed_long: check { no Fault implies staysClosedHolds } for 2 Intent, 2 Order, 3 Verdict, exactly 2 Executor, 0 Fault, 1..14 steps expect 0
refusedIsNotOrdered_long: check { no Fault implies refusedIsNotOrderedHolds } for 2 Intent, 3 Order, 2 Verdict, exactly 2 Executor, 0 Fault, 1..13 steps expect 0
relaxesOnNewerWord_long: check { no Fault implies relaxesOnNewerWordHolds } for 2 Intent, 2 Order, 4 Verdict, exactly 2 Executor, 0 Fault, 1..14 steps expect 0
nothingLost_long: check { no Fault implies nothingLostHolds } for 2 Intent, 3 Order, 2 Verdict, exactly 2 Executor, 0 Fault, 1..11 steps expect 0
