package dev.inferno.decision;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as they leave the core: 6 significant digits, so that no platform's last bit shows. */
public final class Figures {

    private static final MathContext SIX = new MathContext(6, RoundingMode.HALF_EVEN);

    private Figures() {}

    /** Rounded to 6 significant digits; infinities and NaN become 0, they are no figures. */
    public static double six(double value) {
        return Double.isFinite(value) ? new BigDecimal(value).round(SIX).doubleValue() : 0;
    }

    /** A rate as people say it, {@code 40.0 requests/min}. */
    static String perMinute(double perSecond) {
        return String.format(Locale.ROOT, "%.1f requests/min", perSecond * 60);
    }

    /** A number of at most 6 significant digits, without exponent and needless zeros. */
    public static String plain(double value) {
        return new BigDecimal(six(value)).round(SIX).stripTrailingZeros().toPlainString();
    }
}
