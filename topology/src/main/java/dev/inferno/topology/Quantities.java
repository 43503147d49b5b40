package dev.inferno.topology;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kubernetes quantities as whole numbers.
 *
 * <p>Problem: {@code "1500m"}, {@code "40Gi"} and {@code "1e3"} have to become numbers that add up like the scheduler's.
 * Method: decimal arithmetic, rounded up as kube-scheduler rounds a request (cpu to 1m, the rest to 1). Source: {@code
 * resource.Quantity} of apimachinery and {@code NodeResourcesFit}. Complexity: O(length). Units: cpu in millicores,
 * everything else in units (bytes for memory). Values above {@link Long#MAX_VALUE} are capped there, as in Kubernetes.
 * Thread-safety: stateless.
 */
public final class Quantities {

    /** The resource counted in millicores. */
    public static final String CPU = "cpu";

    /** The resource counted in bytes that every pod uses. */
    public static final String MEMORY = "memory";

    /** How many pods a node takes; every pod takes one. */
    public static final String PODS = "pods";

    private static final Pattern FORM =
            Pattern.compile("\\+?(\\d+\\.?\\d*|\\.\\d+)(?:([eE][+-]?\\d{1,9})|(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E))?");

    private static final Map<String, BigDecimal> SCALES = Map.ofEntries(
            Map.entry("n", BigDecimal.ONE.scaleByPowerOfTen(-9)),
            Map.entry("u", BigDecimal.ONE.scaleByPowerOfTen(-6)),
            Map.entry("m", BigDecimal.ONE.scaleByPowerOfTen(-3)),
            Map.entry("k", BigDecimal.ONE.scaleByPowerOfTen(3)),
            Map.entry("M", BigDecimal.ONE.scaleByPowerOfTen(6)),
            Map.entry("G", BigDecimal.ONE.scaleByPowerOfTen(9)),
            Map.entry("T", BigDecimal.ONE.scaleByPowerOfTen(12)),
            Map.entry("P", BigDecimal.ONE.scaleByPowerOfTen(15)),
            Map.entry("E", BigDecimal.ONE.scaleByPowerOfTen(18)),
            Map.entry("Ki", new BigDecimal(1L << 10)),
            Map.entry("Mi", new BigDecimal(1L << 20)),
            Map.entry("Gi", new BigDecimal(1L << 30)),
            Map.entry("Ti", new BigDecimal(1L << 40)),
            Map.entry("Pi", new BigDecimal(1L << 50)),
            Map.entry("Ei", new BigDecimal(1L << 60)));

    private static final BigDecimal LARGEST = new BigDecimal(Long.MAX_VALUE);

    /** Digits before the point beyond which a value is capped without being computed ({@code 1e999999999} is legal). */
    private static final int MAX_DIGITS = 40;

    private Quantities() {}

    /**
     * The amount a quantity stands for.
     *
     * @param resource its resource name; {@code cpu} counts in millicores
     * @throws IllegalArgumentException naming resource, text and the allowed form
     */
    public static long parse(String resource, String quantity) {
        Matcher form = FORM.matcher(quantity.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("quantity of " + resource + " (\"" + quantity
                    + "\") must be a number of 0 or more with an optional suffix n, u, m, k, M, G, T, P, E, Ki, Mi, Gi,"
                    + " Ti, Pi, Ei or exponent, such as 500m, 40Gi or 1e3");
        }
        var number = new BigDecimal(form.group(1));
        if (form.group(2) != null) {
            number = number.scaleByPowerOfTen(Integer.parseInt(form.group(2).substring(1)));
        } else if (form.group(3) != null) {
            number = number.multiply(SCALES.getOrDefault(form.group(3), BigDecimal.ONE));
        }
        return of(resource, number);
    }

    /** The amount a number of 0 or more stands for, in cores for cpu. */
    public static long of(String resource, BigDecimal number) {
        return roundUp(resource.equals(CPU) ? number.scaleByPowerOfTen(3) : number);
    }

    /** The amount as people write it: millicores as {@code 1500m} or {@code 2}, whole binary multiples as {@code 40Gi}. */
    public static String format(String resource, long amount) {
        if (resource.equals(CPU)) {
            return amount % 1000 == 0 ? Long.toString(amount / 1000) : amount + "m";
        }
        if (!resource.equals(MEMORY) && !resource.equals("ephemeral-storage") && !resource.startsWith("hugepages-")) {
            return Long.toString(amount);
        }
        String[] suffixes = {"", "Ki", "Mi", "Gi", "Ti"};
        int power = 0;
        long value = amount;
        while (power < suffixes.length - 1 && value != 0 && value % 1024 == 0) {
            value /= 1024;
            power++;
        }
        return value + suffixes[power];
    }

    private static long roundUp(BigDecimal number) {
        if (number.signum() == 0) {
            return 0;
        }
        long digits = (long) number.precision() - number.scale();
        if (digits > MAX_DIGITS) {
            return Long.MAX_VALUE;
        }
        if (digits < 0) {
            return 1;
        }
        BigDecimal whole = number.setScale(0, RoundingMode.CEILING);
        return whole.min(LARGEST).longValueExact();
    }
}
