/// Dates, times and places as text: dates in digits and in words of many languages, times of day, durations, latitudes and
/// longitudes.
///
/// [Dates][org.chainrule.tabular.time.Dates] parses dates in digits in the bytes of a file; text with letters goes to
/// parsers that know the names of months, days and zones. Local times stay as written: the hour of the day predicts more
/// than the instant does. A text that is none of these is NaN, never an exception.
package org.chainrule.tabular.time;
