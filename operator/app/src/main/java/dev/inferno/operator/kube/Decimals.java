package dev.inferno.operator.kube;

import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/** Numbers as the status writes them: plain decimals of six significant digits. */
final class Decimals {

    private static final MathContext SIX_DIGITS = new MathContext(6);

    private Decimals() {}

    /** Null for what is no number. */
    static @Nullable String text(@Nullable Double value) {
        if (value == null || value.isNaN() || value.isInfinite()) {
            return null;
        }
        return new BigDecimal(value).round(SIX_DIGITS).stripTrailingZeros().toPlainString();
    }

    /** As a duration, such as {@code 412.5ms}. */
    static @Nullable String millis(double millis) {
        String number = text(millis);
        return number == null ? null : number + "ms";
    }
}
