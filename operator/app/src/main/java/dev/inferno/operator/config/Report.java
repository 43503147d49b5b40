package dev.inferno.operator.config;

import dev.inferno.snapshot.ConfigProblem;
import java.util.ArrayList;
import java.util.List;

/** What reading a source found besides values: problems, and notices worth one info line. */
record Report(List<ConfigProblem> problems, List<String> notices) {

    Report() {
        this(new ArrayList<>(), new ArrayList<>());
    }

    void problem(String source, String key, String message) {
        problems.add(new ConfigProblem(source, key, message));
    }

    /** @throws BadConfig with every problem on a line of its own */
    void failOnProblems() {
        if (!problems.isEmpty()) {
            throw new BadConfig(problems.stream()
                    .map(problem -> problem.source() + ": " + problem.message())
                    .toList());
        }
    }
}
