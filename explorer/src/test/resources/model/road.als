/*
 * The road from an admitted intent to its token, in Alloy 6. It shares nothing with the code and was written from the rules alone
 * (docs/adr/0003, 0007, 0009): who reads both finds the same laws said twice.
 *
 * What is left out: screening, which only refuses; the fast lane; and times, of which only the order remains.
 */
module road

enum Word { Open, Closed }

sig Intent {}
sig External in Intent {}
sig Order { of: one Intent }

sig Executor {
  var runs: set Order,    -- begun by the owner of the partition
  var zombies: set Order  -- begun by somebody who is the owner no more
}

one sig Policy {
  var said: one Word,   -- the newest verdict on its topic
  var heard: one Word   -- what policy has read of it
}

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
lone sig ForgetfulGateway, CommittingZombie, ForgottenGrants, EndlessLease, NoSecondLook extends Fault {}

fun tokens[i: Intent]: set Order { Sealed & of.i }

-- Frames: what does not change.
pred policyStays { said' = said and heard' = heard and Vouched' = Vouched }
pred viewsStay { GateOpen' = GateOpen and Seeing' = Seeing }
pred gateStays { Known' = Known and Refused' = Refused }
pred orderTopicStays { Ordered' = Ordered }
pred tokensStay { Sealed' = Sealed and Passed' = Passed }
pred workStays { runs' = runs and zombies' = zombies and Owner' = Owner }

pred begun {
  said = Policy->Closed and heard = Policy->Closed
  no Vouched and no GateOpen and no Seeing
  no Known and no Refused and no Ordered and no Sealed and no Passed
  no runs and no zombies
}

pred say[w: Word] {
  said' = Policy->w and heard' = heard and Vouched' = Vouched
  viewsStay and gateStays and orderTopicStays and tokensStay and workStays
}

pred hear {
  heard' = said and said' = said and Vouched' = Vouched
  viewsStay and gateStays and orderTopicStays and tokensStay and workStays
}

pred vouch {
  Policy.heard = Open
  Vouched' = Policy and said' = said and heard' = heard
  viewsStay and gateStays and orderTopicStays and tokensStay and workStays
}

-- The length of a lease passes: whatever was vouched for before counts no more, wherever it was read.
pred leaseEnds {
  no Vouched' and said' = said and heard' = heard
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

pred undecided[i: Intent] { some ForgetfulGateway or i not in Known }

pred order[i: Intent, o: Order] {
  undecided[i]
  o.of = i and o not in Ordered
  i in External implies some GateOpen
  Known' = Known + i and Ordered' = Ordered + o and Refused' = Refused
  policyStays and viewsStay and tokensStay and workStays
}

pred refuse[i: Intent] {
  undecided[i]
  i in External and no GateOpen
  Known' = Known + i and Refused' = Refused + i
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
    nothing or hear or vouch or leaseEnds or gatewaySees or moves or gatewayRestarts
    or (some w: Word | say[w])
    or (some e: Executor | sees[e] or restarts[e])
    or (some i: Intent | refuse[i])
    or (some i: Intent, o: Order | order[i, o])
    or (some disj o, copy: Order | copied[o, copy])
    or (some e: Executor, o: Order | begin[e, o] or refuseOrder[e, o] or pass[e, o] or finish[e, o] or zombieFinishes[e, o])
  )
}

pred twoTokens {
  some i: Intent | #tokens[i] > 1 or (i in Refused and some tokens[i])
}

pred externalBegins { some e: Executor, o: Order | o.of in External and begin[e, o] }

-- A lease's length after policy has heard that the road is closed, nothing of the outside begins until it hears that it is open.
pred staysClosed {
  always ((leaseEnds and Policy.heard = Closed) implies
    after ((hear and Policy.said = Open) releases (not externalBegins)))
}

-- What the gateway refused has no order, and nobody of the inside is ever refused.
pred rescue { always (Refused in External and all o: Sealed | o.of in External or o not in Refused.~of) }
pred refusedIsNotOrdered { always no (Refused & Ordered.of) }

oneToken: check { no Fault implies always not twoTokens } for 2 Intent, 3 Order, exactly 2 Executor, 0 Fault, 1..8 steps expect 0
closed: check { no Fault implies staysClosed } for 2 Intent, 2 Order, exactly 2 Executor, 0 Fault, 1..12 steps expect 0
refusals: check { no Fault implies (refusedIsNotOrdered and rescue) } for 2 Intent, 3 Order, exactly 2 Executor, 0 Fault, 1..8 steps expect 0

-- The model is not empty: an external intent can come to its token.
works: run { no Fault and some i: External | eventually some e: Executor, o: of.i | finish[e, o] } for 1 Intent, 1 Order, exactly 2 Executor, 0 Fault, 1..9 steps expect 1

-- And each fault is seen.
forgets: run { some ForgetfulGateway and eventually twoTokens } for 1 Intent, 2 Order, exactly 2 Executor, 1 Fault, 1..9 steps expect 1
zombie: run { some CommittingZombie and eventually twoTokens } for 1 Intent, 2 Order, exactly 2 Executor, 1 Fault, 1..9 steps expect 1
grants: run { some ForgottenGrants and eventually twoTokens } for 1 Intent, 2 Order, exactly 2 Executor, 1 Fault, 1..9 steps expect 1
endless: run { some EndlessLease and not staysClosed } for 1 Intent, 1 Order, exactly 2 Executor, 1 Fault, 1..13 steps expect 1
unlooked: run { some NoSecondLook and not staysClosed } for 1 Intent, 1 Order, exactly 2 Executor, 1 Fault, 1..13 steps expect 1
