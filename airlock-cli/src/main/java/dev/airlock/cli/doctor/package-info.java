/** What {@code airlock doctor} looks at. Each check says what it saw, and the fix when that is not good. */
package dev.airlock.cli.doctor;
