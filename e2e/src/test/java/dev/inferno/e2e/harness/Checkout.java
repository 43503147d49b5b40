package dev.inferno.e2e.harness;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the project's files are, and how its programs are started. */
final class Checkout {

    static final Path ROOT = root();

    private Checkout() {}

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(here.resolve("hack/cluster"))) {
            Path up = here.getParent();
            if (up == null) {
                throw new AssertionError(
                        "hack/cluster not found above " + Path.of("").toAbsolutePath());
            }
            here = up;
        }
        return here;
    }

    /** The Java command line of a main class in a built module. */
    static List<String> java(String module, String main) {
        Path target = ROOT.resolve(module).resolve("target");
        Path lib = target.resolve("lib");
        if (!Files.isDirectory(lib)) {
            throw new AssertionError(lib + " is missing; build it first: hack/mvn -DskipTests package");
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                target.resolve("classes") + File.pathSeparator + lib + File.separator + "*",
                main);
    }
}
