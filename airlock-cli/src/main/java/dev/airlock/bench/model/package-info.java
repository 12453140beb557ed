/** What was measured and what is thought of it: samples, rows, limits. Rule: values only; nothing here measures anything. */
package dev.airlock.bench.model;
