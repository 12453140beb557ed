/** Who may do what at the broker, worked out from the flow: nobody gets more than its stations do. Pure but for the names that it asks the road for. */
package dev.airlock.road.acl;
