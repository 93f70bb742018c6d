package org.chainrule.tabular.time;

/// Times as plain numbers: seconds and milliseconds since 1970, and the serial numbers of spreadsheets.
public final class Epochs {
    /// 2000-01-01T00:00Z and 2036-01-01T00:00Z.
    private static final double FIRST = 946_684_800;
    private static final double END = 2_082_758_400;

    private static final int LEAP_DAY = 60;
    private static final int UNIX_EPOCH = 25_569;
    private static final int LAST_SERIAL = 2_958_465;

    private Epochs() {
    }

    /// Returns whether a number may be the seconds since 1970 of a time in the years 2000 to 2035. They may have a
    /// fraction.
    public static boolean secondsLike(double number) {
        return number >= FIRST && number < END;
    }

    /// Returns whether a number may be the milliseconds since 1970 of a time in the years 2000 to 2035.
    public static boolean millisLike(double number) {
        return number >= FIRST * 1000 && number < END * 1000 && number == Math.rint(number);
    }

    /// Returns the seconds since 1970-01-01T00:00 of a serial number in the 1900 system of Excel, to the nearest
    /// millisecond: 1 is 1900-01-01, and 44,823.5 is noon of 2022-09-19. Returns NaN for a number before 1, after
    /// 9999-12-31, or in 29 February 1900, which Excel counts although it did not exist.
    public static double ofSerial(double serial) {
        if (!(serial >= 1) || serial >= LAST_SERIAL + 1 || serial >= LEAP_DAY && serial < LEAP_DAY + 1) {
            return Double.NaN;
        }
        double days = serial - UNIX_EPOCH + (serial < LEAP_DAY ? 1 : 0);
        return Math.rint(days * Dates.DAY * 1000) / 1000;
    }
}
