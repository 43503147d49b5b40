package dev.inferno.topology;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Knows an accelerator by any name its drivers, clouds or users give it.
 *
 * <p>Problem: {@code AMD_Instinct_MI300X_OAM}, {@code AMD-MI300X-192G} and device id {@code 74a1} are one product; what
 * links its devices stands in no label. Method: strip suffixes of shared and sliced devices, drop vendor words, take the
 * first pattern that matches, choose the memory variant by name or label. Source: gpu-feature-discovery, the node
 * labeller of ROCm, Intel's NFD rules, data sheets. Complexity: O(patterns) per name. Units: memory labels in MiB.
 * Thread-safety: immutable.
 */
public final class ProductCatalogue {

    private static final ProductCatalogue BUILT_IN = new ProductCatalogue(
            Stream.of(CatalogueEntries.NVIDIA, CatalogueEntries.AMD, CatalogueEntries.INTEL, CatalogueEntries.GAUDI)
                    .flatMap(Collection::stream)
                    .toList(),
            CatalogueEntries.ALIASES,
            CatalogueEntries.PCI_IDS,
            List.of());

    private static final ScopedValue<ProductCatalogue> IN_FORCE = ScopedValue.newInstance();

    private static final Pattern SHARED = Pattern.compile("^(.*)-SHARED$");
    private static final Pattern MIG = Pattern.compile("^(.*?)-MIG-(.*)$");
    private static final Pattern PARTITION = Pattern.compile("^(.*)-([STDQC]PX)-(NPS[1248])$");
    private static final Pattern VENDOR_WORDS = Pattern.compile("NVIDIA-|TESLA-|AMD-|INSTINCT-|-OAM|INTEL-");

    private final List<ProductFamily> families;
    private final Map<String, String> aliases;
    private final Map<Vendor, Map<String, String>> pciIds;
    private final List<CatalogueEntry> added;

    private ProductCatalogue(
            List<ProductFamily> families,
            Map<String, String> aliases,
            Map<Vendor, Map<String, String>> pciIds,
            List<CatalogueEntry> added) {
        this.families = families;
        this.aliases = aliases;
        this.pciIds = pciIds;
        this.added = List.copyOf(added);
    }

    /** The products this project knows. */
    public static ProductCatalogue builtIn() {
        return BUILT_IN;
    }

    /** This one and what an administrator adds to it, which wins; of two additions with one name the first counts. */
    public ProductCatalogue and(List<CatalogueEntry> more) {
        return more.isEmpty()
                ? this
                : new ProductCatalogue(
                        families,
                        aliases,
                        pciIds,
                        Stream.concat(added.stream(), more.stream()).toList());
    }

    /** The catalogue of the decision under way, see {@link #during}; else the one built in. */
    public static ProductCatalogue inForce() {
        return IN_FORCE.orElse(BUILT_IN);
    }

    /**
     * Does something with this catalogue in force, in this thread. What a device is, is asked from the rules of fit to the words of a
     * refusal: handed on, the catalogue would be a parameter of nearly all of them.
     */
    public <T, X extends Throwable> T during(ScopedValue.CallableOp<T, X> decision) throws X {
        return ScopedValue.where(IN_FORCE, this).call(decision);
    }

    /** The resource that an administrator added under that name; empty for all others. */
    Optional<CatalogueEntry.Resource> addedResource(String name) {
        return added(CatalogueEntry.Resource.class, name);
    }

    private <T extends CatalogueEntry> Optional<T> added(Class<T> kind, String name) {
        return added.stream()
                .filter(entry -> kind.isInstance(entry) && entry.isCalled(name))
                .map(kind::cast)
                .findFirst();
    }

    /** A name without the differences in spelling that mean nothing. */
    static String plain(String name) {
        return name.strip().toUpperCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
    }

    /** All whole devices, in the order in which they are tried. */
    public List<Product> products() {
        Stream<Product> own = added.stream()
                .filter(CatalogueEntry.Model.class::isInstance)
                .map(entry -> ((CatalogueEntry.Model) entry).product());
        return Stream.concat(own, families.stream().flatMap(family -> family.byMemory().stream()))
                .toList();
    }

    /** The product of a label's, a user's or this catalogue's own name; empty when no pattern reads it. */
    public Optional<Product> find(String rawName) {
        return find(rawName, 0);
    }

    /**
     * The same, where only memory tells two products apart.
     *
     * @param memoryMib what a label says of one whole device, 0 when none does
     */
    public Optional<Product> find(String rawName, long memoryMib) {
        Optional<CatalogueEntry.Model> own = added(CatalogueEntry.Model.class, rawName);
        if (own.isPresent()) {
            return own.map(CatalogueEntry.Model::product);
        }
        String upper = plain(rawName);
        Matcher shared = SHARED.matcher(upper);
        if (shared.matches()) {
            return find(shared.group(1), memoryMib).map(Product::shared);
        }
        Matcher mig = MIG.matcher(upper);
        if (mig.matches()) {
            return find(mig.group(1), 0).flatMap(parent -> DeviceParts.mig(parent, mig.group(2)));
        }
        Matcher partition = PARTITION.matcher(upper);
        if (partition.matches()) {
            return find(partition.group(1), memoryMib)
                    .map(parent -> DeviceParts.partition(parent, partition.group(2), partition.group(3)));
        }
        String alias = aliases.get(upper);
        String normalised = VENDOR_WORDS
                .matcher(alias == null ? upper : alias.toUpperCase(Locale.ROOT))
                .replaceAll("");
        return families.stream()
                .filter(family -> family.matches(normalised))
                .findFirst()
                .map(family -> family.member(normalised, memoryMib));
    }

    /** The product behind a PCI device id such as {@code 74a1}. */
    public Optional<Product> findPci(Vendor vendor, String deviceId, long memoryMib) {
        String id = deviceId.toLowerCase(Locale.ROOT);
        return Optional.ofNullable(
                        pciIds.getOrDefault(vendor, Map.of()).get(id.startsWith("0x") ? id.substring(2) : id))
                .flatMap(name -> find(name, memoryMib));
    }
}
