package dev.inferno.operator;

/** Version of this build, from the jar's manifest; "dev" in a checkout. */
final class Version {

    private Version() {}

    static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
