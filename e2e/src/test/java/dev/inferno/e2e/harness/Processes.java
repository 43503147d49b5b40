package dev.inferno.e2e.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Processes of containers, seen from the machine that runs them. */
public final class Processes {

    private Processes() {}

    /** The first process of a container, by the id that its control group is named after; empty when it has ended. */
    static OptionalLong inControlGroup(String containerId) {
        return ProcessHandle.allProcesses()
                .filter(process -> controlGroup(process.pid()).contains(containerId))
                .mapToLong(ProcessHandle::pid)
                .min();
    }

    private static String controlGroup(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cgroup"));
        } catch (IOException e) {
            return ""; // it has ended meanwhile
        }
    }

    /** Ends it as a crash would. */
    public static void kill(long pid) {
        run("kill", "-KILL", Long.toString(pid));
    }

    /** No packet leaves its pod from now on, until {@link #mend}. Root only. */
    public static void cut(long pid) {
        inNetwork(
                pid, "add table inet cut; add chain inet cut out { type filter hook output priority 0; policy drop; }");
    }

    /** Its network as it was; it may have been replaced by another process of the same pod. */
    public static void mend(long pid) {
        inNetwork(pid, "delete table inet cut");
    }

    private static void inNetwork(long pid, String rules) {
        run("nsenter", "--target", Long.toString(pid), "--net", "nft", rules);
    }

    private static void run(String... command) {
        List<String> words = List.of(command);
        Shell.run(Checkout.ROOT, Map.of(), "", words).orFail(words);
    }
}
